/**
 * A duration too short for its renewals: L ≤ 2 r (field guide §10), so that one lost try may let it expire. As far as
 * that is visible: D and P are not in the Lease, and r is inferred. CSI sidecars at 15/5 are no fault.
 */
import { gapExtent } from '../lease/gaps.ts';
import { gapSpan } from '../lease/tracked.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

export function durationInvalid({ lease, now, thresholds }: LeaseSight): Finding | null {
  const { durationMs, usualGapMs, lastGapMs, record } = lease;
  if (!lease.elects || durationMs === null || usualGapMs === null) return null;
  // The electing write names 5 s, whatever the holder then says (field guide §3).
  if (durationMs > 2 * usualGapMs || record.strategy !== null) return null;
  // The usual gap is that of a day: where duration and period were both made shorter, it is that of before.
  // And nobody's last gap is known where nobody holds it.
  if (lastGapMs === null || durationMs > 2 * lastGapMs) return null;
  const gaps = gapExtent(lease.gaps, gapSpan(lease), now);
  if (gaps === null || gaps.count < thresholds.invalidNeeds) return null;
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'duration-invalid',
    key: leaseName(lease),
    severity: 'warning',
    certainty: 'certain',
    subject: subjectOf(lease),
    // Its settings are its holder's.
    since: lease.heldSince ?? lease.firstSeenAt,
    until: null,
    title: `The duration of ${record.name} is too short for its renewals`,
    summary: `It is renewed every ${duration(usualGapMs)} and allows ${duration(durationMs)}: one request that is lost may cost its holder the Lease.`,
    evidence: { durationMs, usualGapMs, lastGapMs: Math.round(lastGapMs), renewals: gaps.count },
    next: [
      {
        text: 'See how its Pods are started (--leader-elect-lease-duration, --leader-elect-retry-period and the like)',
        command: `kubectl get pods ${where} -o yaml`,
      },
      {
        text: 'Read the Lease as it is',
        command: `kubectl get lease ${quoted(record.name)} ${where} -o yaml`,
      },
    ],
  };
}
