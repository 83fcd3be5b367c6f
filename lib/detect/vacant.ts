/** Released, or deleted and made again without a holder, and nobody took over in 2.2 r + 5 s (field guide §10). */

import { wasEverHeld } from '../lease/record.ts';
import { takeoverWithinMs } from '../lease/takeover.ts';
import { type TrackedLease, takeoverDueAt } from '../lease/tracked.ts';
import type { Finding, Severity } from './finding.ts';
import { mayStep } from './may-step.ts';
import { hadNoStandby, type StandbySight } from './no-standby.ts';
import { leaseName, subjectOf } from './sight.ts';
import { duration, named, quoted } from './words.ts';

/** The longest retry period P of well-known users (field guide §2): where neither a gap nor a duration is known. */
const LONGEST_RETRY_MS = 60_000;

/**
 * `account`: by which it was held, as RBAC names it; null where that is not known. `provenAt`: up to when the watch is
 * proved, for a takeover may lie in a dead one; null for not at all, and now where nothing is said of it.
 */
export type VacantSight = StandbySight & { account?: string | null; provenAt?: number | null };

export function vacant(sight: VacantSight): Finding | null {
  const { lease, now, account = null, provenAt = now } = sight;
  const { previousHolder, record } = lease;
  const vacancy = vacancyOf(lease);
  if (vacancy === null || now <= vacancy.dueAt) return null;
  if (provenAt === null || provenAt < vacancy.dueAt) return null;
  const { since, dueAt } = vacancy;
  const where = `-n ${quoted(record.namespace)}`;
  const atLeast = lease.vacantSince === null ? 'at least ' : '';
  const lastHeld =
    previousHolder === null ? 'Nobody has held it' : `${named(previousHolder)} held it last, and nobody has`;
  return {
    rule: 'vacant',
    key: leaseName(lease),
    severity: severityOf(sight, since, dueAt),
    certainty: 'certain',
    subject: subjectOf(lease),
    since,
    until: null,
    title: `Nobody holds ${record.name}`,
    summary: `${lastHeld} for ${atLeast}${duration(now - since)}; a candidate would have taken it within ${duration(dueAt - since)}. Either nobody runs (scaled to zero, an outage), or those who run may not write it.`,
    evidence: {
      vacantSince: lease.vacantSince,
      takeoverDueAt: Math.round(dueAt),
      usualGapMs: lease.usualGapMs,
      previousHolder,
    },
    next: [
      {
        text: 'See whether any candidate runs, or what should run is scaled to zero',
        command: `kubectl get deployments,statefulsets,daemonsets,pods ${where}`,
      },
      mayStep('update', record, account),
    ],
  };
}

/** Since when nobody holds it, and when somebody should by; epoch ms. Null for what is held, or nobody's loss. */
export function vacancyOf(lease: TrackedLease): { since: number; dueAt: number } | null {
  if (!lease.elects || lease.state !== 'vacant') return null;
  // One that was made and never taken is nobody's loss.
  if (lease.previousHolder === null && !wasEverHeld(lease.record)) return null;
  // First seen vacant, without a stamp: for as long as that at least.
  const since = lease.vacantSince ?? lease.firstSeenAt;
  // A release leaves duration 1: of one that was vacant at first sight nothing tells how often candidates try.
  const dueAt =
    takeoverDueAt({ ...lease, vacantSince: since }) ?? since + takeoverWithinMs('release', LONGEST_RETRY_MS);
  return { since, dueAt };
}

/** Whoever takes the place of the only one has to be started first, as when a node is drained: less bad for a minute. */
function severityOf(sight: VacantSight, since: number, dueAt: number): Severity {
  const { lease, now, thresholds } = sight;
  const mayBeStarting = now <= dueAt + thresholds.replacementMs;
  // Who else waits there is not known: where it runs in static Pods they have no owner.
  if (lease.class === 'control-plane') return mayBeStarting ? 'warning' : 'critical';
  // Released on purpose and never wanted back looks the same: after a day it is a report.
  if (now - since > thresholds.vacantLongPastMs) return 'info';
  return mayBeStarting && hadNoStandby(sight, since) ? 'info' : 'warning';
}
