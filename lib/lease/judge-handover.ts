/** Why a Lease changed hands, by the table of field guide §10; when several causes fit, the first of api.md's wins. */
import type { Certainty, Evidence, Handover, HandoverCause } from './handover.ts';
import { parseTimeMs } from './micro-time.ts';
import { handedOverAt, type Moment } from './moment.ts';
import type { LeaseRecord } from './record.ts';

/** The API server's stamps are cut to the second: two of them tell a duration to this much. */
const STAMP_GRAIN_MS = 1000;

/** What was known of the old holder when somebody else appeared in its place. */
export type Before = {
  record: LeaseRecord;
  holder: string | null;
  durationMs: number | null;
  /** The last renewal or acquiring write of the old holder, epoch ms on our clock; null when not known. */
  renewedAt: number | null;
  /** That arrived on a live watch, right to a request's latency; else it is a stamp's time. */
  renewalSeen: boolean;
  /** The API server's stamp of it; null where stamps are not known to move with renewals (field guide §8). */
  stamp: string | null;
};

/**
 * A release or a deletion that is known to have happened; a takeover completes it. It is named by the write that
 * ended the tenure, or by the object that is gone for ever: the same for everybody who saw it.
 */
export function openHandover(
  before: Before,
  ending: LeaseRecord,
  moment: Moment,
  cause: 'release' | 'deleted',
): Handover {
  const at = handedOverAt(ending, moment);
  const known = moment.unwatched === null && moment.timed;
  const evidence: Evidence = {
    renewedAt: before.renewedAt,
    endedAt: known ? at : null,
    ...(known ? {} : { emptyBy: at }),
    releasedDurationSeconds: cause === 'release' ? ending.durationSeconds : null,
    releasedTransitions: cause === 'release' ? ending.transitions : null,
    usualDurationMs: before.durationMs,
    ...unwatchedEvidence(moment.unwatched),
  };
  return {
    ...namesOf(ending),
    id: `${ending.uid}.${cause === 'release' ? ending.resourceVersion : 'gone'}`,
    at,
    from: before.holder,
    to: null,
    cause: moment.unwatched !== null && cause === 'release' ? 'unseen' : cause,
    certainty: 'certain',
    silentMs: between(before.renewedAt, known ? at : null),
    vacantMs: null,
    transitionsDelta: cause === 'release' ? delta(before.record, ending) : null,
    coordinated: isCoordinated(before.record, ending),
    evidence,
  };
}

/** The takeover that ends a vacancy; of another object when the Lease was deleted meanwhile. */
export function completeHandover(open: Handover, taker: LeaseRecord, moment: Moment): Handover {
  const recreated = open.leaseUid !== taker.uid;
  const unseen =
    moment.unwatched !== null || open.cause === 'unseen' || open.evidence.unwatchedFrom !== undefined;
  const at = handedOverAt(taker, moment);
  const takenAt = moment.unwatched === null && moment.timed ? at : null;
  const { renewedAt, endedAt, releasedTransitions } = open.evidence;
  const risen =
    typeof releasedTransitions === 'number' && taker.transitions !== null
      ? taker.transitions - releasedTransitions
      : null;
  return {
    ...open,
    at,
    to: taker.holder,
    cause: unseen ? 'unseen' : recreated ? 'recreated' : open.cause,
    silentMs: between(renewedAt, takenAt),
    vacantMs: between(endedAt, takenAt),
    transitionsDelta: recreated || risen === null ? null : (open.transitionsDelta ?? 0) + risen,
    coordinated: open.coordinated || taker.strategy !== null,
    evidence: {
      ...open.evidence,
      ...(recreated ? {} : { transitionsAfter: taker.transitions }),
      ...(recreated ? { uidBefore: open.leaseUid, uidAfter: taker.uid } : {}),
      ...unwatchedEvidence(moment.unwatched, open.evidence),
    },
  };
}

/** From one holder to another of the same object, with no empty state seen between. */
export function directHandover(before: Before, taker: LeaseRecord, moment: Moment): Handover {
  const at = handedOverAt(taker, moment);
  const transitionsDelta = delta(before.record, taker);
  const silentMs = between(before.renewedAt, moment.unwatched === null && moment.timed ? at : null);
  const stampedMs = between(parseTimeMs(before.stamp), parseTimeMs(taker.writtenTime));
  const silence = { stampedMs, seenMs: silentMs, seenLive: before.renewalSeen && moment.seen };
  const judged = judge(transitionsDelta, silence, before.durationMs, moment);
  const unseen = judged.cause === 'unseen' && moment.unwatched === null;
  return {
    ...namesOf(taker),
    id: `${taker.uid}.${taker.resourceVersion}`,
    at,
    from: before.holder,
    to: taker.holder,
    ...judged,
    silentMs,
    vacantMs: vacantMs(judged.cause, silentMs, before.durationMs),
    transitionsDelta,
    coordinated: isCoordinated(before.record, taker),
    evidence: {
      durationMs: before.durationMs,
      stampedSilenceMs: stampedMs,
      observedSilenceMs: silentMs,
      transitionsBefore: before.record.transitions,
      transitionsAfter: taker.transitions,
      ...(unseen ? { betweenFrom: before.renewedAt, betweenTo: at } : unwatchedEvidence(moment.unwatched)),
    },
  };
}

/**
 * Nobody is known to have held it before: the first holder of a Lease, or the end of a vacancy or of an object
 * from before Tenure watched. `vacantSince`: epoch ms, null when not known. `ending`: the version that nobody held;
 * nobody writes that, so that it is the write that ended the tenure, by which others who saw it name this.
 */
export function firstHandover(
  taker: LeaseRecord,
  moment: Moment,
  cause: 'first' | 'release' | 'recreated',
  vacantSince: number | null,
  ending: LeaseRecord = taker,
): Handover {
  const at = handedOverAt(taker, moment);
  const known = cause === 'release' && moment.unwatched === null && moment.timed;
  return {
    ...namesOf(taker),
    id: `${ending.uid}.${ending.resourceVersion}`,
    at,
    from: null,
    to: taker.holder,
    cause: moment.unwatched === null ? cause : 'unseen',
    certainty: 'certain',
    silentMs: null,
    vacantMs: between(vacantSince, known ? at : null),
    transitionsDelta: null,
    coordinated: taker.strategy !== null,
    evidence: { transitionsAfter: taker.transitions, ...unwatchedEvidence(moment.unwatched) },
  };
}

/** `seenLive`: both ends of `seenMs` arrived on a live watch. */
type Silence = { stampedMs: number | null; seenMs: number | null; seenLive: boolean };

/**
 * `stampedMs`: the silence by the API server's stamps, within a second either way; `seenMs`: by when Tenure saw it.
 * Whoever waited for the whole duration did so after the last renewal was stamped, so that at least the duration lies
 * between the stamps, which are cut alike. Less may be two API servers' clocks, which differ by any amount: what Tenure
 * saw go by on one clock of its own was waited for, and a second less is decided by what was seen.
 */
function judge(
  transitionsDelta: number | null,
  { stampedMs, seenMs, seenLive }: Silence,
  durationMs: number | null,
  moment: Moment,
): { cause: HandoverCause; certainty: Certainty } {
  if (moment.unwatched !== null) return { cause: 'unseen', certainty: 'certain' };
  // A counter that rose by more than this one change: others lay between, and none was seen.
  if (transitionsDelta !== null && transitionsDelta > 1) return { cause: 'unseen', certainty: 'certain' };
  const silentMs = stampedMs ?? seenMs;
  if (silentMs === null || durationMs === null) return { cause: 'expiry', certainty: 'unknown' };
  if (seenLive && seenMs !== null && seenMs >= durationMs) return { cause: 'expiry', certainty: 'likely' };
  // By arrival alone: a watch that was slow to bring the last renewal would shorten the silence.
  if (silentMs < durationMs - STAMP_GRAIN_MS)
    return { cause: 'early', certainty: stampedMs === null ? 'likely' : 'certain' };
  const mayBeEarly = stampedMs !== null && stampedMs < durationMs && seenMs !== null && seenMs < durationMs;
  return { cause: mayBeEarly ? 'early' : 'expiry', certainty: 'likely' };
}

function namesOf(record: LeaseRecord): Pick<Handover, 'namespace' | 'name' | 'leaseUid'> {
  return { namespace: record.namespace, name: record.name, leaseUid: record.uid };
}

/** Null unless both are known; a later time that is stamped earlier is no time before. */
function between(from: Evidence[string] | undefined, to: number | null): number | null {
  return typeof from !== 'number' || to === null ? null : Math.max(0, to - from);
}

function vacantMs(cause: HandoverCause, silentMs: number | null, durationMs: number | null): number | null {
  if (cause === 'unseen' || silentMs === null) return null;
  if (cause === 'early') return 0;
  return durationMs === null ? null : Math.max(0, silentMs - durationMs);
}

function delta(before: LeaseRecord, after: LeaseRecord): number | null {
  return before.transitions === null || after.transitions === null
    ? null
    : after.transitions - before.transitions;
}

/** The API server's controller elected, or the object says that it would (field guide §3). */
function isCoordinated(before: LeaseRecord, after: LeaseRecord): boolean {
  return before.strategy !== null || after.strategy !== null;
}

/**
 * From when to when nobody saw what happened. Where that was so `before` already, from then on: the later stretch alone
 * would say that the old holder was watched until it. `watchedBetween`: then not all of it was unwatched. What was found
 * empty stayed so, for all that was watched, until the later one: `emptyFrom` … `emptyUntil`.
 */
export function unwatchedEvidence(unwatched: Moment['unwatched'], before: Evidence = {}): Evidence {
  if (unwatched === null) return {};
  // By when it was empty, which came late and without a stamp, was some time after the last renewal.
  const emptied = before.emptyBy === undefined ? null : (before.renewedAt ?? before.emptyBy);
  const earlier = before.unwatchedFrom ?? emptied;
  const { emptyBy: emptyFrom } = before;
  const wasEmpty = typeof emptyFrom === 'number' && emptyFrom < unwatched.from;
  return {
    // A clock that was set back between them may have put the later before the earlier.
    unwatchedFrom: typeof earlier === 'number' ? Math.min(earlier, unwatched.from) : unwatched.from,
    unwatchedTo: unwatched.to,
    // A deletion and who made it again may lie in one.
    ...(earlier === null || before.unwatchedTo === unwatched.to ? {} : { watchedBetween: true }),
    ...(wasEmpty ? { emptyFrom, emptyUntil: unwatched.from } : {}),
  };
}
