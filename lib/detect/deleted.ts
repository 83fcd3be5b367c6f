/**
 * A Lease was deleted while somebody held it, and nobody made it again. Candidates of client-go find it missing at
 * their next try and create it, without waiting for its duration (field guide §2): where none does, nobody leads, or
 * those who run may not create it. Its former holder may lead on alone until its deadline is over; that two lead is
 * possible only once another one has made it (§10, see `dual-leadership`).
 */

import { type Handover, wasLetGo } from '../lease/handover.ts';
import type { LeaseClass } from '../lease/record.ts';
import { retryPeriodMs, takeoverWithinMs } from '../lease/takeover.ts';
import type { Finding, Severity } from './finding.ts';
import { mayStep } from './may-step.ts';
import { findTwice } from './pods-elsewhere.ts';
import type { Thresholds } from './thresholds.ts';
import { duration, named, quoted } from './words.ts';

/** `handover`: without a `to`, of cause `deleted`. */
export type DeletedLease = {
  handover: Handover;
  class: LeaseClass;
  /** For how long its holder had held it, ms; null where that is not known. */
  heldForMs: number | null;
  /** Whether the Pod that held it still runs; null while that is not known. */
  holderRuns: boolean | null;
  /** Of the Pod by which that is known. */
  podNamespace?: string | null;
  /** The service account by which it was held, as RBAC names it; null where that is not known. */
  account: string | null;
};

/** Where nobody leads by it any more on purpose: locks of virtual IPs go with the service they are for. */
const COMES_AND_GOES: readonly LeaseClass[] = ['virtual-ip'];

type DeletedSight = { now: number; thresholds: Thresholds };

export function deletedLease(deleted: DeletedLease, sight: DeletedSight): Finding | null {
  const { podNamespace = null, handover } = deleted;
  const elsewhere = podNamespace === null || podNamespace === handover.namespace ? [] : [podNamespace];
  const without = { ...deleted, holderRuns: null, account: null };
  return findTwice((one) => found(one, sight), deleted, elsewhere, without);
}

function found(deleted: DeletedLease, { now, thresholds }: DeletedSight): Finding | null {
  const { namespace, name, from, at, silentMs, evidence } = deleted.handover;
  if (from === null || COMES_AND_GOES.includes(deleted.class) || wasLetGo(deleted.handover)) return null;
  // A lock for one task is made, held for as long as that takes, and deleted: no election ends with it.
  if (deleted.heldForMs !== null && deleted.heldForMs < thresholds.deletedTenureMs) return null;
  const durationMs = typeof evidence.usualDurationMs === 'number' ? evidence.usualDurationMs : null;
  // The usual gap is not known of what is gone.
  const retryMs = retryPeriodMs(null, durationMs ?? 0);
  const dueAt = at + Math.max(takeoverWithinMs('deleted', retryMs), thresholds.deletedGraceMs);
  if (now <= dueAt || now > at + thresholds.deletedToldForMs) return null;
  const mayLeadUntil = durationMs === null ? null : Math.round(at - (silentMs ?? 0) + durationMs + retryMs);
  const isGone = deleted.holderRuns === false;
  const where = `-n ${quoted(namespace)}`;
  return {
    rule: 'vacant',
    key: `${namespace}/${name}`,
    severity: severityOf(deleted),
    certainty: 'certain',
    subject: { namespace, name, node: null, holder: null },
    since: at,
    until: null,
    title: `${name} was deleted, and nobody made it again`,
    summary: `It was deleted ${duration(now - at)} ago while ${named(from)} held it; a candidate would have made it again within ${duration(dueAt - at)}. ${isGone ? 'Its Pod does not run any more either: likely it was uninstalled.' : 'Either nobody runs that could hold it, or those who run may not create it.'}`,
    evidence: {
      ...{ previousHolder: from, deletedAt: at, durationMs, mayLeadUntil },
      ...{ takeoverDueAt: Math.round(dueAt), holderRuns: deleted.holderRuns },
    },
    next: [
      {
        text: 'See whether anything runs that could hold it',
        command: `kubectl get deployments,statefulsets,daemonsets,pods ${where}`,
      },
      mayStep('create', { namespace, name }, deleted.account),
    ],
  };
}

/**
 * With its Pod gone too it was likely uninstalled; and of what is known by an earlier run alone, or was missing after a
 * stretch that nobody watched, nothing worse is said.
 */
function severityOf({ class: leaseClass, heldForMs, holderRuns, handover }: DeletedLease): Severity {
  if (leaseClass === 'control-plane') return 'critical';
  const isOld = heldForMs === null || handover.evidence.unwatchedFrom !== undefined;
  return holderRuns === false || isOld ? 'info' : 'warning';
}
