/** What an interval of a clock has to be to say something (field guide §8). `lower` is above `upper` where it contradicts itself. */

/** Off by more for certain is warned of. */
export const CLOCK_OFF_MS = 1000;
/** Contradicting itself by more, no one offset explains all renewals: a step. By less it is being kept in time. */
export const CLOCK_STEP_MS = 500;
/** With fewer renewals the interval is still closing. */
export const CLOCK_SAMPLES = 5;

/** By how much a clock is off at least, ms; not above 0 where it may be right. */
export function certainlyOff({ lower, upper }: { lower: number; upper: number }): {
  leastMs: number;
  mostMs: number;
  leastOffMs: number;
} {
  const leastMs = Math.min(lower, upper);
  const mostMs = Math.max(lower, upper);
  return { leastMs, mostMs, leastOffMs: Math.max(leastMs, -mostMs) };
}
