/**
 * A node does not renew its heartbeat: late when its 40 s are over, and given up by the cluster after the grace
 * period (field guide §4, §10).
 */

import { leaseState } from '../lease/state.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { Finding, Severity } from './finding.ts';
import { leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

/** Of the node-monitor-grace-period, before and from 1.32 on (field guide §4). */
const GRACE_BEFORE_MS = 40_000;
const GRACE_MS = 50_000;
const GRACE_FROM_MINOR = 32;

export type LateNode = {
  lease: TrackedLease;
  renewedAt: number;
  /** When it began to be late, epoch ms. */
  lateAt: number;
  isGivenUp: boolean;
};

/** Null for what is in time, cannot be told, or is no node's any more. */
export function lateNode(lease: TrackedLease, sight: ClusterSight): LateNode | null {
  const health = healthOf(sight, lease);
  const { lastRenewalAt: renewedAt, expiresAfterMs } = lease;
  if (lease.class !== 'node-heartbeat' || health === null || renewedAt === null) return null;
  const lateAfterMs = Math.max(sight.thresholds.nodeLateMs, expiresAfterMs ?? 0);
  const ageMs = sight.now - renewedAt;
  if (ageMs <= lateAfterMs || leaseState(lease, sight.now, health) !== 'expired') return null;
  // Its Node was deleted: nobody waits for it (see `abandoned`).
  if (sight.holderExists(lease) === false) return null;
  const isGivenUp = ageMs > Math.max(graceMs(sight), lateAfterMs);
  return { lease, renewedAt, lateAt: renewedAt + lateAfterMs, isGivenUp };
}

/** Before its version is known the longer one: a node is not said to be given up that may not be. */
export function graceMs({ kubernetesMinor }: Pick<ClusterSight, 'kubernetesMinor'>): number {
  return kubernetesMinor !== null && kubernetesMinor < GRACE_FROM_MINOR ? GRACE_BEFORE_MS : GRACE_MS;
}

export function nodeHeartbeatLate(lease: TrackedLease, sight: ClusterSight): Finding | null {
  const late = lateNode(lease, sight);
  if (late === null) return null;
  const node = lease.record.name;
  const isCordoned = sight.cordoned?.has(node) ?? null;
  const worst: Severity = late.isGivenUp ? 'critical' : 'warning';
  const ago = duration(sight.now - late.renewedAt);
  const then = late.isGivenUp
    ? `past the ${duration(graceMs(sight))} after which the cluster marks it Unknown, unless its status still changes`
    : `after ${duration(graceMs(sight))} the cluster marks it Unknown`;
  const told = isCordoned === true ? ' It is cordoned: somebody may have announced this.' : '';
  return {
    rule: 'node-heartbeat-late',
    key: leaseName(lease),
    severity: isCordoned === true ? 'info' : worst,
    // That it was not renewed; not that the node is down (field guide §10).
    certainty: 'certain',
    subject: subjectOf(lease),
    since: late.lateAt,
    until: null,
    title: `No heartbeat from node ${node}`,
    summary: `Its last heartbeat was ${ago} ago; ${then}.${told} A node that is down, a kubelet that hangs and a broken network look alike.`,
    evidence: {
      lastRenewalAt: late.renewedAt,
      durationMs: lease.durationMs,
      usualGapMs: lease.usualGapMs,
      graceMs: graceMs(sight),
      cordoned: isCordoned,
      ageCertain: lease.ageCertain,
    },
    next: [
      { text: 'See what the cluster thinks of the node', command: `kubectl describe node ${quoted(node)}` },
      {
        text: 'See what ran there',
        command: `kubectl get pods -A -o wide --field-selector ${quoted(`spec.nodeName=${node}`)}`,
      },
    ],
  };
}
