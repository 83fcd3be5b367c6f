/** The gate, made with the runtime and asked before Next: two bundles, which meet on globalThis. */
import type { Gate } from './auth-gate.ts';

const GATE = Symbol.for('tenure.gate');
type Shared = { [GATE]?: Gate };
const shared: typeof globalThis & Shared = globalThis;

export function shareGate(gate: Gate): void {
  shared[GATE] = gate;
}

/** Null while Tenure starts. */
export function sharedGate(): Gate | null {
  return shared[GATE] ?? null;
}
