/** Nodes whose heartbeats stopped at once: one trouble that they share, and not one each (field guide §10). */
import type { TrackedLease } from '../lease/tracked.ts';
import type { ClusterSight } from './cluster-sight.ts';
import { type LateNode, lateNode } from './node-heartbeat.ts';
import { stoppedTogether } from './stopped-together.ts';

/** What stops at one moment was renewed last at any time in the period before it, 10 to 10.4 s (§4), and a request. */
const TOGETHER_MS = 12_000;

/** Of those that nobody announced by a cordon; empty where too few stopped to be one trouble. */
export function nodesLateAtOnce(sight: ClusterSight): LateNode[] {
  const late: LateNode[] = [];
  for (const lease of sight.heartbeatsNotHeld()) {
    const one = lateNode(lease, sight);
    if (one !== null && sight.cordoned?.has(lease.record.name) !== true) late.push(one);
  }
  const most = stoppedTogether(late, TOGETHER_MS);
  const { slowLeast, slowLeastShare } = sight.thresholds;
  return most.length >= slowLeast && most.length >= slowLeastShare * sight.nodes ? most : [];
}

export function leasesOf(late: readonly LateNode[]): ReadonlySet<TrackedLease> {
  return new Set(late.map(({ lease }) => lease));
}
