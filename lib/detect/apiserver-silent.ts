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
  const meaning = isDeleted
    ? 'It did not stop in good order, for then its Lease would be deleted.'
    : 'It may have been shut down for good, which leaves its Lease behind, or it hangs.';
  return {
    rule: 'apiserver-silent',
    key: leaseName(lease),
    severity: silentMs > thresholds.apiserverSilentWarningMs ? 'warning' : 'info',
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
