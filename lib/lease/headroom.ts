/** How close a Lease came to its end: its duration minus the slowest renewal. */
import { HEADROOM_NEEDS, type TrackedLease } from './tracked.ts';

/**
 * Allowed duration minus the slowest gap, whole ms; an API server is allowed its 60 s, not the 3600 s it writes.
 * Null below five gaps, and without a duration. `gaps`: of the time that is asked about.
 */
export function headroomMs(
  { expiresAfterMs }: Pick<TrackedLease, 'expiresAfterMs'>,
  gaps: { max: number; count: number } | null,
): number | null {
  if (gaps === null || gaps.count < HEADROOM_NEEDS || expiresAfterMs === null) return null;
  return Math.round(expiresAfterMs - gaps.max);
}
