/**
 * An API server's identity is not renewed: judged by its renewals every 10 s, not by its 3600 s (field guide §5).
 * Before 1.35 one that is shut down leaves its Lease behind, so it is a warning only after a restart's time (§10).
 */
import { leaseState } from '../lease/state.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { Finding } from './finding.ts';
import { leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

/** A control plane that is replaced machine by machine has the new one before the old one stops, or soon after. */
const SUCCESSOR_MS = 15 * 60_000;
/** From 1.35 on the Lease is deleted on a graceful stop (field guide §5). */
const DELETED_FROM_MINOR = 35;

export function apiserverSilent(lease: TrackedLease, sight: ClusterSight): Finding | null {
  const { now, thresholds, kubernetesMinor } = sight;
  const health = healthOf(sight, lease);
  const { lastRenewalAt, record } = lease;
  if (lease.class !== 'apiserver' || health === null || lastRenewalAt === null) return null;
  const silentMs = now - lastRenewalAt;
  if (silentMs <= thresholds.apiserverSilentMs || leaseState(lease, now, health) !== 'expired') return null;
  const isDeleted = kubernetesMinor !== null && kubernetesMinor >= DELETED_FROM_MINOR;
  const isLong = silentMs > thresholds.apiserverSilentWarningMs;
  const isReplaced = isLong && !isDeleted && hasSuccessor(lease, lastRenewalAt, sight);
  const meaning = isDeleted
    ? 'It did not stop in good order, for then its Lease would be deleted.'
    : isReplaced
      ? 'Another API server appeared about then: likely it took its place, and the Lease was left behind.'
      : 'It may have been shut down for good, which leaves its Lease behind, or it hangs.';
  return {
    rule: 'apiserver-silent',
    key: leaseName(lease),
    severity: isLong && !isReplaced ? 'warning' : 'info',
    certainty: 'certain',
    subject: subjectOf(lease),
    since: lastRenewalAt + thresholds.apiserverSilentMs,
    until: null,
    title: 'An API server does not renew its identity',
    summary: `${record.name} was renewed ${duration(silentMs)} ago, and should be every 10 s. ${meaning}`,
    evidence: { lastRenewalAt, usualGapMs: lease.usualGapMs, holder: lease.holder, kubernetesMinor },
    next: [
      {
        text: 'See which host it is (label kubernetes.io/hostname), and whether another one took its place',
        command: `kubectl get lease -n ${quoted(record.namespace)} -l apiserver.kubernetes.io/identity=kube-apiserver --show-labels`,
      },
      {
        text: 'See whether its Pod runs, where the control plane shows its Pods',
        command: 'kubectl get pods -n kube-system -l component=kube-apiserver -o wide',
      },
    ],
  };
}

/** Looks through all heartbeats, and is asked only about what has been silent for minutes. */
function hasSuccessor(lease: TrackedLease, lastRenewalAt: number, sight: ClusterSight): boolean {
  for (const other of sight.heartbeats()) {
    if (other.class !== 'apiserver' || other === lease || other.firstSeenAt <= lastRenewalAt - SUCCESSOR_MS)
      continue;
    // What Tenure found at its own start may be as old as the cluster.
    if (other.firstSeenAt > lease.firstSeenAt && (other.lastRenewalAt ?? 0) > lastRenewalAt) return true;
  }
  return false;
}
