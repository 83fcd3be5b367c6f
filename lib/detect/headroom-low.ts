/**
 * Renewals come close to the duration again and again: a failover waiting to happen. Headroom is the duration minus
 * the greatest gap; the greatest alone may be one stall of the API server, so what counts is how often.
 */
import { ELECTION_SPAN, type GapSpan, gapExtent } from '../lease/gaps.ts';
import { HEADROOM_NEEDS } from '../lease/tracked.ts';
import type { Finding } from './finding.ts';
import { countGaps } from './gap-tail.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import type { Thresholds } from './thresholds.ts';
import { duration, quoted } from './words.ts';

/** Of a whole day, what began to be slow an hour ago would be a small share. */
export const RECENT: GapSpan = { ...ELECTION_SPAN, keep: 1 };

export function headroomLow({ lease, now, thresholds }: LeaseSight): Finding | null {
  const { durationMs, usualGapMs, lastRenewalAt, record } = lease;
  if (!lease.elects || lease.holder === null || durationMs === null || usualGapMs === null) return null;
  const recent = gapExtent(lease.gaps, RECENT, now);
  const nearMs = nearFromMs(durationMs, usualGapMs, thresholds);
  if (recent === null || recent.count < HEADROOM_NEEDS || recent.max <= nearMs) return null;
  // Far longer ones were allowed by another duration: a holder of client-go gives up before L + P (field guide §2).
  const near = countGaps(lease.gaps, RECENT, now, nearMs, durationMs + usualGapMs);
  if (near < thresholds.nearTimes || near < thresholds.nearRate * recent.count) return null;
  const maxGapMs = gapExtent(lease.gaps, ELECTION_SPAN, now)?.max ?? recent.max;
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'headroom-low',
    key: leaseName(lease),
    severity: 'warning',
    certainty: 'certain',
    subject: subjectOf(lease),
    // The gap that was one too many ended with a renewal: when it is found first, with the last one.
    since: lastRenewalAt ?? now,
    until: null,
    title: `${record.name} is renewed close to its end`,
    summary: `${near} of its last ${recent.count} renewals came after more than ${duration(nearMs)}, the slowest of the day after ${duration(maxGapMs)}; its duration is ${duration(durationMs)}. One that is a little slower costs its holder the Lease.`,
    evidence: {
      ...{ nearMisses: near, renewals: recent.count, nearMs: Math.round(nearMs) },
      ...{ maxGapMs: Math.round(maxGapMs), usualGapMs, durationMs },
      headroomMs: Math.round(durationMs - maxGapMs),
    },
    next: [
      {
        text: 'See whether its Pods are short of CPU',
        command: `kubectl top pods ${where} --sort-by=cpu`,
      },
      { text: 'See what CPU limits they have', command: `kubectl describe pods ${where}` },
      {
        text: 'See how long the API server takes to answer',
        command:
          'kubectl get --raw /metrics | grep -E \'apiserver_request_duration_seconds_(sum|count).*resource="leases"\'',
      },
    ],
  };
}

/** From which gap on it is near, ms. */
export function nearFromMs(durationMs: number, usualGapMs: number, thresholds: Thresholds): number {
  const { nearShare, nearUsualGaps, nearShareAtMost } = thresholds;
  return Math.min(Math.max(nearShare * durationMs, nearUsualGaps * usualGapMs), nearShareAtMost * durationMs);
}
