/**
 * A holder stands in its Lease and does not renew it, and nobody took over though somebody should have: past
 * L + 4.4 r (field guide §2, §10). Not from the expiry on: every rollout without a release exceeds L.
 */
import { type TrackedLease, takeoverDueAt } from '../lease/tracked.ts';
import type { Finding } from './finding.ts';
import type { GoneSight } from './holder-gone.ts';
import { mayStep } from './may-step.ts';
import { hadNoStandby, type StandbySight } from './no-standby.ts';
import { leaseName, subjectOf } from './sight.ts';
import type { Thresholds } from './thresholds.ts';
import { duration, named, quoted } from './words.ts';

export type Overdue = { expiredAt: number; takeoverDueAt: number; overdueAt: number };

/** From when on a standby is overdue, epoch ms; null for what is not expired, or has no duration to be waited for. */
export function overdueFrom(
  lease: TrackedLease,
  { overdueGraceMs }: Pick<Thresholds, 'overdueGraceMs'>,
): Overdue | null {
  const { lastRenewalAt, expiresAfterMs, holder } = lease;
  if (!lease.elects || lease.state !== 'expired' || holder === null) return null;
  const dueAt = takeoverDueAt(lease);
  if (dueAt === null || lastRenewalAt === null || expiresAfterMs === null) return null;
  return {
    expiredAt: lastRenewalAt + expiresAfterMs,
    takeoverDueAt: dueAt,
    overdueAt: dueAt + overdueGraceMs,
  };
}

/** `account`: by which it is held, as RBAC names it; its standbys have the same. Null where that is not known. */
export type ExpiredSight = GoneSight & StandbySight & { account?: string | null };

export function expiredButHeld(sight: ExpiredSight): Finding | null {
  const { lease, now, thresholds, goneHolder = null, account = null } = sight;
  const { lastRenewalAt, expiresAfterMs, usualGapMs, record, holder } = lease;
  const from = overdueFrom(lease, thresholds);
  if (from === null || lastRenewalAt === null || holder === null || now <= from.overdueAt) return null;
  const { expiredAt: since, takeoverDueAt: dueAt } = from;
  const isGone = goneHolder !== null && goneHolder.identity === holder;
  // client-go never deletes Leases (field guide §10): one that has been silent for so long is nobody's outage any more.
  const isLongPast = now - since > thresholds.expiredLongPastMs && lease.class !== 'control-plane';
  // Nobody stood by: whoever is started in its place sees the Lease for the first time, and waits a whole duration.
  const isReplaced =
    hadNoStandby(sight, lastRenewalAt) &&
    now <= from.overdueAt + thresholds.replacementMs + (since - lastRenewalAt);
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'expired-but-held',
    key: leaseName(lease),
    severity: isLongPast ? 'info' : isReplaced ? 'warning' : 'critical',
    // That it was not renewed is certain; whether its holder still acts is not (field guide §10).
    certainty: 'certain',
    subject: subjectOf(lease),
    since,
    until: null,
    title: `Nobody renews ${record.name}, and nobody takes over`,
    summary: `Held by ${named(holder)}, last renewed ${lease.ageCertain ? '' : 'about '}${duration(now - lastRenewalAt)} ago; its ${duration(since - lastRenewalAt)} ran out, and a standby should have taken over ${duration(now - dueAt)} ago. ${meaningOf(isLongPast, isGone)}${isReplaced ? ' There was none ready: the Pod that takes its place has to start first.' : ''}`,
    evidence: {
      lastRenewalAt,
      durationMs: expiresAfterMs,
      usualGapMs,
      takeoverDueAt: Math.round(dueAt),
      ageCertain: lease.ageCertain,
      ...(isGone ? { podGone: goneHolder.pod, podGoneNamespace: goneHolder.namespace } : {}),
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
      mayStep('update', record, account),
    ],
  };
}

function meaningOf(isLongPast: boolean, isGone: boolean): string {
  if (isLongPast) return 'After so long it may just be left behind.';
  return isGone
    ? 'The holder’s Pod does not exist any more.'
    : 'Whether the holder still acts cannot be seen.';
}
