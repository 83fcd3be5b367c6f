/** What an interval of a clock amounts to, and which of several is worse. Source: field guide §8 and §10. */
import { CLOCK_OFF_MS, CLOCK_SAMPLES, CLOCK_STEP_MS, certainlyOff } from '../detect/clock-limits.ts';
import type { ClockOffset } from './lease-row.ts';

/**
 * `ahead`: certainly; `behind`: certain but for the latency of the fastest request; `torn`: the renewals contradict
 * each other, as when a clock stepped or API servers disagree; `few`: too few renewals yet to say more; `near`: the rest.
 */
export type ClockKind = 'ahead' | 'behind' | 'torn' | 'near' | 'few';

type Bounds = Pick<ClockOffset, 'lower' | 'upper'>;

/** As the detectors judge it by default. `samples`: where there may be too few. */
export function clockKind({
  lower,
  upper,
  samples = CLOCK_SAMPLES,
}: Bounds & { samples?: number }): ClockKind {
  if (lower - upper > CLOCK_STEP_MS) return 'torn';
  // Turned around by less it drifts between the two.
  const { leastMs, leastOffMs } = certainlyOff({ lower, upper });
  if (leastOffMs > CLOCK_OFF_MS) return leastMs > 0 ? 'ahead' : 'behind';
  return samples < CLOCK_SAMPLES ? 'few' : 'near';
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
export function extentMs({ lower, upper }: Bounds): number {
  return Math.max(Math.abs(lower), Math.abs(upper));
}

/** For sorting, worst first: what is off by how much for certain, what contradicts itself, then what is not told closely. */
export function clockRank(kind: ClockKind, { lower, upper }: Bounds): [group: number, byMs: number] {
  if (kind === 'ahead' || kind === 'behind') return [0, -certainlyOff({ lower, upper }).leastOffMs];
  if (kind === 'torn') return [1, upper - lower];
  return [kind === 'near' ? 2 : 3, -extentMs({ lower, upper })];
}
