/** How far a clock is off, in words: offsets, and what an interval of them lets one say. */
import { certainlyOff } from '../detect/clock-limits.ts';
import { clockKind } from './clock-kind.ts';

/**
 * Of renewals that no one offset explains: by how much their bounds contradict each other. Whether a clock stepped or
 * API servers disagree, one Lease cannot tell (field guide §8).
 */
export function steppedWords(byMs: number): string {
  return `stepped by at least ${formatOffset(byMs)}`;
}

/** What the interval lets one say; `off`: certainly wrong by more than a second. */
export function clockWords(offset: Parameters<typeof clockKind>[0]): { value: string; off: boolean } {
  const kind = clockKind(offset);
  if (kind === 'torn') return { value: steppedWords(offset.lower - offset.upper), off: false };
  const { leastMs, mostMs, leastOffMs } = certainlyOff(offset);
  if (kind === 'ahead' || kind === 'behind')
    return { value: `at least ${formatOffset(leastOffMs)} ${kind}`, off: true };
  return { value: `${signedOffset(leastMs)} to ${signedOffset(mostMs)}`, off: false };
}

/** "40 ms", "1.25 s": finer than durations, as clocks are read to tens of milliseconds. */
export function formatOffset(ms: number): string {
  if (Math.abs(ms) < 1_000) return `${Math.round(ms)} ms`;
  return `${(ms / 1_000).toFixed(Math.abs(ms) < 10_000 ? 2 : 1)} s`;
}

export function signedOffset(ms: number): string {
  const rounded = Math.round(ms);
  if (rounded === 0) return '0 ms';
  return `${rounded < 0 ? '−' : '+'}${formatOffset(Math.abs(ms))}`;
}
