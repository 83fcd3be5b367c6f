/**
 * A holder stands in its Lease and does not renew it, and nobody took over though somebody should have: past
 * L + 4.4 r (field guide §2, §10). Not from the expiry on: every rollout without a release exceeds L.
 */
import { takeoverDueAt } from '../lease/tracked.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

export function expiredButHeld({ lease, now, thresholds }: LeaseSight): Finding | null {
  const { lastRenewalAt, expiresAfterMs, holder, usualGapMs, record } = lease;
  if (!lease.elects || lease.state !== 'expired' || holder === null) return null;
  const dueAt = takeoverDueAt(lease);
  if (dueAt === null || lastRenewalAt === null || expiresAfterMs === null) return null;
  if (now <= dueAt + thresholds.overdueGraceMs) return null;
  const since = lastRenewalAt + expiresAfterMs;
  // client-go never deletes Leases (field guide §10): one that has been silent for so long is nobody's outage any more.
  const isLongPast = now - since > thresholds.expiredLongPastMs && lease.class !== 'control-plane';
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'expired-but-held',
    key: leaseName(lease),
    severity: isLongPast ? 'info' : 'critical',
    // That it was not renewed is certain; whether its holder still acts is not (field guide §10).
    certainty: 'certain',
    subject: subjectOf(lease),
    since,
    until: null,
    title: `Nobody renews ${record.name}, and nobody takes over`,
    summary: `Last renewed ${lease.ageCertain ? '' : 'about '}${duration(now - lastRenewalAt)} ago; its ${duration(expiresAfterMs)} ran out, and a standby should have taken over ${duration(now - dueAt)} ago. ${isLongPast ? 'After so long it may just be left behind.' : 'Whether the holder still acts cannot be seen.'}`,
    evidence: {
      lastRenewalAt,
      durationMs: expiresAfterMs,
      usualGapMs,
      takeoverDueAt: Math.round(dueAt),
      ageCertain: lease.ageCertain,
    },
    next: [
      {
        text: 'See whether its Pods run, and whether any of them waits',
        command: `kubectl get pods ${where} -o wide`,
      },
      {
        text: 'Read the Lease as it is',
        command: `kubectl get lease ${quoted(record.name)} ${where} -o yaml`,
      },
      {
        text: 'See what was told about it',
        command: `kubectl get events ${where} --field-selector involvedObject.name=${quoted(record.name)}`,
      },
    ],
  };
}
