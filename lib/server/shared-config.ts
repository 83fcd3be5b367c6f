/** The configuration, validated once by the start script and left for the runtime on globalThis. */
import type { Config } from './config.ts';

const CONFIG = Symbol.for('tenure.config');
type Shared = { [CONFIG]?: Config };
const shared: typeof globalThis & Shared = globalThis;

export function shareConfig(config: Config): void {
  shared[CONFIG] = config;
}

/** Null where no start script ran, as under `next dev`. */
export function sharedConfig(): Config | null {
  return shared[CONFIG] ?? null;
}
