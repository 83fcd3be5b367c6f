/** What an interval of a clock amounts to, and which of several is worse. Source: field guide §8 and §10. */
import type { ClockOffset } from './lease-row.ts';

/** Warned of at 1 s (field guide §10; `thresholds.ts`). */
export const CLOCK_OFF_MS = 1000;
/** With fewer renewals the interval is still closing. */
export const FEW_SAMPLES = 5;

/**
 * `ahead`: certainly; `behind`: certain but for the latency of the fastest request; `torn`: the renewals contradict
 * each other, as when a clock stepped or API servers disagree; `few`: too few renewals yet; `near`: the rest.
 */
export type ClockKind = 'ahead' | 'behind' | 'torn' | 'near' | 'few';

export function clockKind({ lower, upper, samples }: ClockOffset): ClockKind {
  if (samples < FEW_SAMPLES) return 'few';
  if (lower > upper) return 'torn';
  if (lower >= CLOCK_OFF_MS) return 'ahead';
  return upper <= -CLOCK_OFF_MS ? 'behind' : 'near';
}

/** Holders on one node share its clock: what holds of it lies in all of their intervals. */
export function sharedOffset(offsets: readonly [ClockOffset, ...ClockOffset[]]): ClockOffset {
  // What has only begun to close is as wide as a second: it takes nothing away.
  return {
    lower: Math.max(...offsets.map(({ lower }) => lower)),
    upper: Math.min(...offsets.map(({ upper }) => upper)),
    latencyAllowanceMs: Math.max(...offsets.map(({ latencyAllowanceMs }) => latencyAllowanceMs)),
    samples: offsets.reduce((sum, { samples }) => sum + samples, 0),
  };
}

/** To how much it agrees with the API server's clock, ms. */
export function extentMs({ lower, upper }: Pick<ClockOffset, 'lower' | 'upper'>): number {
  return Math.max(Math.abs(lower), Math.abs(upper));
}

/** For sorting, worst first: what is off by how much for certain, what contradicts itself, then what is not told closely. */
export function clockRank(kind: ClockKind, { lower, upper }: ClockOffset): [group: number, byMs: number] {
  if (kind === 'ahead' || kind === 'behind') return [0, -Math.max(lower, -upper)];
  if (kind === 'torn') return [1, upper - lower];
  return [kind === 'near' ? 2 : 3, -extentMs({ lower, upper })];
}
