/**
 * Two may lead at once: a Lease that was taken early, or deleted while held, does not stop its former holder, who goes
 * on until its own deadline runs out (field guide §2; measured: 11.2 s at 15/10/2). That deadline D is not in the
 * Lease, but it is below L: L + P after its last renewal is the end (§10). Suspected, for who acts cannot be seen.
 */

import { type Handover, wasLetGo } from '../lease/handover.ts';
import { retryPeriodMs } from '../lease/takeover.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, named, quoted } from './words.ts';

type Overlap = {
  handover: Handover;
  lastRenewalAt: number;
  durationMs: number;
  retryMs: number;
  until: number;
};

export function dualLeadership({ lease, now, handovers }: LeaseSight): Finding | null {
  if (!lease.elects || handovers.length === 0) return null;
  // Of the former holder: what the new one allows may have begun the gaps anew.
  const usualGapMs = lease.usualGapMs ?? lease.cadence?.gapMs ?? null;
  let last: Overlap | null = null;
  for (const handover of handovers) {
    // Who holds it again is not the former holder any more.
    if (handover.at > now || handover.from === lease.holder) continue;
    const overlap = overlapOf(handover, lease.durationMs, usualGapMs);
    if (overlap !== null && now < overlap.until) last = overlap;
  }
  if (last === null) return null;
  const { handover, lastRenewalAt, durationMs, retryMs, until } = last;
  const { from, to, cause, at } = handover;
  const { record } = lease;
  const where = `-n ${quoted(record.namespace)}`;
  const how = cause === 'early' ? 'It was taken before its duration was over' : 'It was deleted while held';
  return {
    rule: 'dual-leadership',
    key: `${leaseName(lease)}/${handover.id}`,
    severity: 'critical',
    certainty: 'suspected',
    subject: subjectOf(lease),
    since: at,
    until,
    title: `Two may lead by ${record.name}`,
    summary: `${how}, and its former holder ${named(from ?? '')} may lead on beside ${named(to ?? 'the new one')} until ${duration(durationMs + retryMs)} after its last renewal: for ${duration(until - at)} from the takeover on at most.`,
    evidence: {
      ...{ cause, from, to, takenAt: at, lastRenewalAt, durationMs },
      ...{ retryMs: Math.round(retryMs), retryInferred: usualGapMs !== null, possibleUntil: until },
    },
    next: [
      {
        text: 'Read what the former holder says of its Lease (put in its Pod)',
        command: `kubectl logs ${where} POD --since=5m --timestamps`,
      },
      { text: 'See whether its Pod still runs', command: `kubectl get pods ${where} -o wide` },
      {
        text: 'See who wrote it last, and with which tool (managedFields)',
        command: `kubectl get lease ${quoted(record.name)} ${where} -o yaml --show-managed-fields`,
      },
    ],
  };
}

/** Null for a handover whose former holder knew that it was over, or who is the new one. */
function overlapOf(
  handover: Handover,
  ownDurationMs: number | null,
  usualGapMs: number | null,
): Overlap | null {
  const { cause, from, to, at, silentMs, evidence } = handover;
  if (from === null || from === to || !(cause === 'early' || (cause === 'recreated' && !wasLetGo(handover))))
    return null;
  const told = evidence.durationMs ?? evidence.usualDurationMs;
  const durationMs = typeof told === 'number' ? told : ownDurationMs;
  if (durationMs === null) return null;
  const retryMs = retryPeriodMs(usualGapMs, durationMs);
  // Where its last renewal is not known, it was before the takeover.
  const lastRenewalAt = at - (silentMs ?? 0);
  return {
    handover,
    lastRenewalAt,
    durationMs,
    retryMs,
    until: Math.round(lastRenewalAt + durationMs + retryMs),
  };
}
