/**
 * What heartbeats say about silent elections: nodes renew theirs through the same API servers, and nobody rolls them
 * out. While they go on, elections are silent for reasons of their own, such as many rollouts at once.
 */
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { LateElection } from './late-elections.ts';

/** Kubelets wait up to 4 % longer than usual (field guide §4), and a request takes its time. */
const OVERDUE_RATIO = 1.15;
/** One node that is gone says nothing about an API server. */
const LEAST_MISSED = 2;

export type HeartbeatWitness = {
  /** Heartbeats that were due since the elections fell silent, and came or did not. */
  made: number;
  missed: number;
  /** Whether they too are missing; null where none was due. */
  agrees: boolean | null;
};

/** Looks through all heartbeats: to be asked only while many elections are silent. */
export function heartbeatWitness(sight: ClusterSight, silent: readonly LateElection[]): HeartbeatWitness {
  const { now, thresholds } = sight;
  // Had it been the API server, it would have stopped before the first of them was due again.
  const stoppedAt = silent.reduce(
    (least, { lease, renewedAt }) => Math.min(least, renewedAt + (lease.usualGapMs ?? 0)),
    now,
  );
  let made = 0;
  let missed = 0;
  for (const lease of sight.heartbeats()) {
    const health = healthOf(sight, lease);
    const { lastRenewalAt, usualGapMs } = lease;
    if (health === null || lastRenewalAt === null || usualGapMs === null) continue;
    const waitsMs = usualGapMs * OVERDUE_RATIO;
    const dueAt = Math.max(lastRenewalAt, health.resumedAt ?? lastRenewalAt) + waitsMs;
    if (now > dueAt) {
      // What is missing on a watch that is not proved to that moment says nothing (field guide §10).
      if (health.provenAt === null || health.provenAt < dueAt) continue;
      if (lastRenewalAt >= stoppedAt - waitsMs) missed += 1;
    } else if (lastRenewalAt > stoppedAt) made += 1;
  }
  const isMissing =
    missed >= thresholds.slowLeastShare * (made + missed) && (missed >= LEAST_MISSED || made === 0);
  return { made, missed, agrees: made + missed === 0 ? null : isMissing };
}
