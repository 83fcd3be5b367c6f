/**
 * The Pod in which this very identity was found does not exist any more, and its Lease waits for somebody else (field
 * guide §10). Only past the time in which a standby takes over, for every rollout without a release looks so before;
 * and only by a 404 for a Pod that was found, never for what was never found: managed control planes hide their Pods.
 */
import { overdueFrom } from './expired.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, named, quoted } from './words.ts';

/** Where this very identity was found; the API server says now that there is no such Pod. Epoch ms. */
export type GoneHolder = {
  identity: string;
  namespace: string;
  pod: string;
  uid: string | null;
  node: string | null;
  /** When it was found there last. */
  seenAt: number;
};

/** `goneHolder`: of the present holder; null where it is there, or not known. */
export type GoneSight = LeaseSight & { goneHolder?: GoneHolder | null };

export function holderGone(sight: GoneSight): Finding | null {
  const { lease, now, thresholds, goneHolder = null } = sight;
  // Who holds virtual IPs are nodes.
  if (goneHolder === null || goneHolder.identity !== lease.holder || lease.class === 'virtual-ip')
    return null;
  const from = overdueFrom(lease, thresholds);
  if (from === null || now <= from.overdueAt) return null;
  const { namespace, pod, uid, node, seenAt } = goneHolder;
  const { record } = lease;
  const isLongPast = now - from.expiredAt > thresholds.expiredLongPastMs && lease.class !== 'control-plane';
  return {
    rule: 'holder-gone',
    key: leaseName(lease),
    severity: isLongPast ? 'info' : 'warning',
    certainty: 'certain',
    subject: { ...subjectOf(lease), node },
    // When it was deleted is not known: after its last renewal, and it has been missed since the Lease ran out.
    since: from.expiredAt,
    until: null,
    title: `The Pod that holds ${record.name} is gone`,
    summary: `${goneHolder.identity === pod ? `Pod ${pod}` : `${named(goneHolder.identity)} of Pod ${pod}`} stands in the Lease, and that Pod does not exist any more. Its duration ran out ${duration(now - from.expiredAt)} ago, and no standby took it.`,
    evidence: {
      pod,
      podNamespace: namespace,
      podUid: uid,
      podSeenAt: seenAt,
      lastRenewalAt: lease.lastRenewalAt,
    },
    next: [
      {
        text: 'See that there is no such Pod',
        command: `kubectl get pod -n ${quoted(namespace)} ${quoted(pod)} --ignore-not-found -o wide`,
      },
      {
        text: 'See what runs in its place, and whether it waits',
        command: `kubectl get deployments,statefulsets,daemonsets,pods -n ${quoted(namespace)}`,
      },
      {
        text: 'See why it went (evicted, drained, scaled down)',
        command: `kubectl get events -n ${quoted(namespace)} --field-selector ${quoted(`involvedObject.name=${pod}`)}`,
      },
    ],
  };
}
