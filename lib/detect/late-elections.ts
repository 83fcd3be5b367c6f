/** Which elections are late at one moment, and how it shows. Epoch ms throughout. */
import { type FeedHealth, leaseState } from '../lease/state.ts';
import { type TrackedLease, takeoverDueAt } from '../lease/tracked.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { ClusterThresholds } from './cluster-thresholds.ts';
import { stoppedTogether } from './stopped-together.ts';

/**
 * `slow`: the same holder renewed it, after a gap that made it late. `slower`: after far more than the usual gap.
 * `silent`: it is late now, and its holder may be slow or gone.
 */
export type Lateness = 'slow' | 'slower' | 'silent';

export type LateElection = {
  lease: TrackedLease;
  how: Lateness;
  renewedAt: number;
  /** When it began to be late. */
  lateAt: number;
  /** For how long it was not renewed, ms: up to now, or up to its last renewal. */
  silentMs: number;
  isExpired: boolean;
};

export type LateElections = {
  slow: LateElection[];
  slower: LateElection[];
  silent: LateElection[];
  /** What was to be renewed: also what was renewed in time. */
  due: TrackedLease[];
};

/** In a stall the last renewals lie at most one usual gap apart, which nobody has longer (field guide §2). */
const TOGETHER_MS = 60_000;

/**
 * Through a watch that is proved nobody renewed it, nor took it for so long after a standby should have: Leases that
 * were left behind together, as by an uninstall, look like that for ever, and a stall is over by then or is told by
 * each Lease. Time enough for an API server to be restarted.
 */
const LEFT_BEHIND_MS = 300_000;

/** `leftBehind`: with what has been silent for so long that only heartbeats could still tell it from a stall. */
export function lateElections(sight: ClusterSight, leftBehind: 'with' | 'without' = 'with'): LateElections {
  const found: LateElections = { slow: [], slower: [], silent: [], due: [] };
  const silent: LateElection[] = [];
  for (const lease of sight.elections()) {
    const health = healthOf(sight, lease);
    if (health === null || lease.holder === null || lease.lastRenewalAt === null) continue;
    const late = latenessOf(lease, health, sight.now, sight.thresholds);
    if (late?.how === 'silent') {
      if (leftBehind === 'with' || !isLeftBehind(late, sight.now)) silent.push(late);
    } else {
      found.due.push(lease);
      if (late !== null) found[late.how].push(late);
    }
  }
  found.silent = stoppedTogether(silent, TOGETHER_MS);
  for (const { lease } of found.silent) found.due.push(lease);
  return found;
}

/** Counted from when it was late, as that is not before the watch came back from an outage. */
function isLeftBehind({ lease, renewedAt, lateAt }: LateElection, now: number): boolean {
  const dueAt = takeoverDueAt(lease);
  return dueAt !== null && now - lateAt > dueAt - renewedAt + LEFT_BEHIND_MS;
}

/**
 * Null for one that is not late, and where it cannot be told: silence on a watch that is not proved to when it began to
 * be late may be the watch's own (field guide §10).
 */
export function latenessOf(
  lease: TrackedLease,
  health: FeedHealth,
  now: number,
  thresholds: Pick<ClusterThresholds, 'slowGapRatio' | 'slowGapLeastMs'>,
): LateElection | null {
  const { lastRenewalAt: renewedAt, lateAfterMs, lastGapMs, usualGapMs } = lease;
  if (lease.holder === null || renewedAt === null || lateAfterMs === null) return null;
  const seenFrom = Math.max(renewedAt, health.resumedAt ?? renewedAt);
  const state = leaseState(lease, now, health);
  if (state !== 'held') {
    // What an outage of the watch hid is not late before it was watched for so long again (field guide §10).
    const lateAt = seenFrom + lateAfterMs;
    if (now <= lateAt || health.provenAt === null || health.provenAt < lateAt) return null;
    return {
      lease,
      how: 'silent',
      renewedAt,
      lateAt,
      silentMs: now - renewedAt,
      isExpired: state === 'expired',
    };
  }
  if (lastGapMs === null || usualGapMs === null || seenFrom > renewedAt) return null;
  const { slowGapRatio, slowGapLeastMs } = thresholds;
  const slowerMs = Math.min(lateAfterMs, Math.max(usualGapMs * slowGapRatio, usualGapMs + slowGapLeastMs));
  if (lastGapMs <= slowerMs) return null;
  const how = lastGapMs > lateAfterMs ? 'slow' : 'slower';
  const lateAt = renewedAt - lastGapMs + slowerMs;
  return { lease, how, renewedAt, lateAt, silentMs: lastGapMs, isExpired: false };
}
