/** `GET /api/v1/leases/{namespace}/{name}/insight`: what a range of a Lease's history amounts to. */
import type { HandoverCause } from '../lease/handover.ts';

/** Of one kind of duration, ms; null without any. */
export type Spread = { count: number; min: number; median: number; p90: number; max: number };

export type LeaseInsight = {
  asOf: number;
  from: number;
  to: number;
  /** Time of the range that was watched while the Lease was known, ms; the rest is blind or before it. */
  watchedMs: number;
  blindMs: number;
  /** Nobody held it validly, of the watched time: vacancies, and time past the expiry, ms. */
  leaderlessMs: number;
  /** 1 − leaderlessMs / watchedMs; null where nothing was watched. */
  availability: number | null;
  handovers: Record<HandoverCause, number>;
  /** The old holder's last renewal → the takeover, of `expiry`; what a crash takes (field guide §2). */
  silentAfterExpiry: Spread | null;
  /** The release → the takeover, of `release`. */
  vacantAfterRelease: Spread | null;
  /** Renewals before this are not kept any more, epoch ms; null where all of the range are. What follows is told without. */
  renewalsFrom: number | null;
  /** Durations that the Lease had in the range, oldest first; the first entry is what it had at `from`. */
  durations: { at: number; durationMs: number }[];
  /** The worst renew gap of each stretch of the range, against the duration; null without renewals. */
  worstGapMs: number | null;
  usualGapMs: number | null;
  /** Headroom of equal stretches of the range, oldest first; null for a stretch without renewals. */
  headroomTrend: { from: number; to: number; headroomMs: number | null }[];
};
