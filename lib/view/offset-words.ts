/** How far a clock is off, in words: offsets, and what an interval of them lets one say. */
import type { ClockOffset } from './lease-row.ts';

/** A clock is warned of at 1 s (design, "Words"). */
const CLOCK_LATE_MS = 1_000;

/**
 * Of renewals that no one offset explains: by how much their bounds contradict each other. Whether a clock stepped or
 * API servers disagree, one Lease cannot tell (field guide §8).
 */
export function steppedWords(byMs: number): string {
  return `stepped by at least ${formatOffset(byMs)}`;
}

/** What the interval lets one say; `off`: certainly wrong by a second or more. */
export function clockWords({ lower, upper }: Pick<ClockOffset, 'lower' | 'upper'>): {
  value: string;
  off: boolean;
} {
  if (lower > upper) return { value: steppedWords(lower - upper), off: false };
  if (lower >= CLOCK_LATE_MS) return { value: `at least ${formatOffset(lower)} ahead`, off: true };
  if (upper <= -CLOCK_LATE_MS) return { value: `at least ${formatOffset(-upper)} behind`, off: true };
  return { value: `${signedOffset(lower)} to ${signedOffset(upper)}`, off: false };
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
