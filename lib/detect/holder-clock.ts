/** How far the clock of a Lease's holder is from the API server's: the vernier bound (field guide §8). */
import { type OffsetBounds, offsetBounds } from '../lease/offset.ts';
import type { LeaseSight } from './sight.ts';

/** `latencyAllowanceMs`: max(50 ms, p99 of Tenure's own round trips); the upper side needs it (field guide §8). */
export type ClockSight = LeaseSight & { latencyAllowanceMs?: number };

/**
 * To whole milliseconds outwards; null where it is not resolvable: no stamps, nobody holds it, or too few renewals
 * in the window.
 */
export function holderClock({ lease, now, thresholds, latencyAllowanceMs }: ClockSight): OffsetBounds | null {
  if (lease.holder === null || lease.stampMoves !== true) return null;
  const allowedMs = Math.ceil(latencyAllowanceMs ?? thresholds.clockLatencyMs);
  const bounds = offsetBounds(lease.offsets, now, allowedMs);
  if (bounds === null || bounds.samples < thresholds.clockSamples) return null;
  return { ...bounds, lower: Math.floor(bounds.lower), upper: Math.ceil(bounds.upper) };
}
