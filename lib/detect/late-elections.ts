/** Which elections are late at one moment, and how it shows. Epoch ms throughout. */
import { type FeedHealth, leaseState } from '../lease/state.ts';
import type { TrackedLease } from '../lease/tracked.ts';
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

export function lateElections(sight: ClusterSight): LateElections {
  const found: LateElections = { slow: [], slower: [], silent: [], due: [] };
  const silent: LateElection[] = [];
  for (const lease of sight.elections()) {
    const health = healthOf(sight, lease);
    if (health === null || lease.holder === null || lease.lastRenewalAt === null) continue;
    const late = latenessOf(lease, health, sight.now, sight.thresholds);
    if (late?.how === 'silent') silent.push(late);
    else {
      found.due.push(lease);
      if (late !== null) found[late.how].push(late);
    }
  }
  found.silent = stoppedTogether(silent, TOGETHER_MS);
  for (const { lease } of found.silent) found.due.push(lease);
  return found;
}

/** Null for one that is not late, and where it cannot be told. */
export function latenessOf(
  lease: TrackedLease,
  health: FeedHealth,
  now: number,
  thresholds: Pick<ClusterThresholds, 'slowGapRatio' | 'slowGapLeastMs'>,
): LateElection | null {
  const { lastRenewalAt: renewedAt, lateAfterMs, lastGapMs, usualGapMs } = lease;
  if (lease.holder === null || renewedAt === null || lateAfterMs === null) return null;
  const seenFrom = Math.max(renewedAt, health.resumedAt ?? renewedAt);
  if (leaseState(lease, now, health) !== 'held') {
    // What an outage of the watch hid is not late before it was watched for so long again (field guide §10).
    const lateAt = seenFrom + lateAfterMs;
    return now > lateAt ? { lease, how: 'silent', renewedAt, lateAt, silentMs: now - renewedAt } : null;
  }
  if (lastGapMs === null || usualGapMs === null || seenFrom > renewedAt) return null;
  const { slowGapRatio, slowGapLeastMs } = thresholds;
  const slowerMs = Math.min(lateAfterMs, Math.max(usualGapMs * slowGapRatio, usualGapMs + slowGapLeastMs));
  if (lastGapMs <= slowerMs) return null;
  const how = lastGapMs > lateAfterMs ? 'slow' : 'slower';
  return { lease, how, renewedAt, lateAt: renewedAt - lastGapMs + slowerMs, silentMs: lastGapMs };
}
