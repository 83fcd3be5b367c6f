/**
 * Who lost a Lease still runs in the same container long after: it may not know, or not act on it (field guide §10).
 * Only after an expiry or an early takeover, for who releases knows; not for virtual IPs, whose holders are nodes. Many
 * electors rightly go on as candidates: it informs.
 */

import { processless } from '../lease/processless.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, named, quoted } from './words.ts';

/** The Pod in which this very identity was found while it held the Lease, as it is now. Epoch ms. */
export type FormerHolder = {
  identity: string;
  namespace: string;
  pod: string;
  isRunning: boolean;
  /** When the last of its containers was started: before the handover, none was restarted since. */
  startedAt: number | null;
};

/** `formerHolder`: of the last handover; null where it is not known. */
export type FormerSight = LeaseSight & { formerHolder?: FormerHolder | null };

export function formerHolderRunning(sight: FormerSight): Finding | null {
  const { lease, now, thresholds, handovers, formerHolder = null } = sight;
  const last = handovers.at(-1);
  if (!lease.elects || lease.class === 'virtual-ip' || formerHolder === null || last === undefined)
    return null;
  const { cause, from, to, at, silentMs, id } = last;
  if (cause !== 'expiry' && cause !== 'early') return null;
  if (from === null || from !== formerHolder.identity || from === lease.holder) return null;
  // Another process in the same Pod: it is no two of them that run.
  if (lease.holder !== null && processless(from) === processless(lease.holder)) return null;
  const { startedAt, isRunning, namespace, pod } = formerHolder;
  // It renewed before the takeover: whatever started after that renewal is another process.
  if (!isRunning || startedAt === null || startedAt >= at - (silentMs ?? 0)) return null;
  if (now <= at + thresholds.formerEndsMs) return null;
  return {
    rule: 'former-holder-running',
    key: `${leaseName(lease)}/${id}`,
    severity: 'info',
    certainty: 'likely',
    subject: subjectOf(lease),
    since: at,
    until: null,
    title: `Who held ${lease.record.name} before still runs`,
    summary: `${named(from)} lost it to ${named(to ?? '')} ${duration(now - at)} ago, and the same container still runs. It may wait as a candidate; or it does not know that it was replaced.`,
    evidence: { from, to, cause, takenAt: at, pod, podNamespace: namespace, podStartedAt: startedAt },
    next: [
      {
        text: 'Read whether it noticed',
        command: `kubectl logs -n ${quoted(namespace)} ${quoted(pod)} --all-containers --tail=100`,
      },
      { text: 'See its Pod', command: `kubectl get pod -n ${quoted(namespace)} ${quoted(pod)} -o wide` },
    ],
  };
}
