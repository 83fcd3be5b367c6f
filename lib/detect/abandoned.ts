/**
 * A Lease that nobody uses any more: silent for max(1 h, 10 L), and neither its holder's Pod nor its Node exists
 * (field guide §10). client-go never deletes Leases, so what was uninstalled leaves them behind: no alarm.
 */
import { leaseState } from '../lease/state.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { Finding } from './finding.ts';
import { leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

export function abandoned(lease: TrackedLease, sight: ClusterSight): Finding | null {
  const { now, thresholds } = sight;
  const { lastRenewalAt, durationMs, holder, record } = lease;
  // An API server's identity is collected by the cluster itself (field guide §5). And a managed control plane hides its
  // Pods (§10): that none is found says nothing there, and the cluster does not run without its leader.
  if (lease.class === 'apiserver' || lease.class === 'control-plane') return null;
  if (holder === null || lastRenewalAt === null) return null;
  const afterMs = Math.max(thresholds.abandonedMs, thresholds.abandonedDurations * (durationMs ?? 0));
  if (now - lastRenewalAt <= afterMs) return null;
  const health = healthOf(sight, lease);
  const state = health === null ? null : leaseState(lease, now, health);
  // One without a duration never expires: it is only late in coming.
  if (state !== 'expired' && !(state === 'held' && durationMs === null)) return null;
  if (sight.holderExists(lease) !== false) return null;
  const isNode = lease.class === 'node-heartbeat';
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'abandoned',
    key: leaseName(lease),
    severity: 'info',
    certainty: 'likely',
    subject: subjectOf(lease),
    since: lastRenewalAt + afterMs,
    until: null,
    title: isNode ? `A heartbeat is left of node ${record.name}` : `Nobody uses ${record.name} any more`,
    summary: `Last renewed ${duration(now - lastRenewalAt)} ago, and ${isNode ? 'no such Node exists' : 'its holder does not exist any more'}. It does no harm; it may be deleted once nobody needs it.`,
    evidence: { lastRenewalAt, silentForMs: afterMs, durationMs, holderExists: false },
    next: [
      {
        text: 'Read the Lease as it is',
        command: `kubectl get lease ${quoted(record.name)} ${where} -o yaml`,
      },
      isNode
        ? { text: 'See which nodes there are', command: 'kubectl get nodes' }
        : { text: 'See whether anything there still elects by it', command: `kubectl get pods ${where}` },
    ],
  };
}
