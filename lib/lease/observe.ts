/**
 * What one more version of a Lease says about its holder. Only a change of `spec` is life, only a moved
 * renewTime of the same object and holder a renewal (field guide §9).
 */
import { type Handover, handoverWeight } from './handover.ts';
import {
  type Before,
  completeHandover,
  directHandover,
  firstHandover,
  openHandover,
  unwatchedEvidence,
} from './judge-handover.ts';
import type { KeptRecord } from './kept-record.ts';
import { measureRenewal } from './measure.ts';
import { handedOverAt, type Moment, plausibleClaim, type Unwatched } from './moment.ts';
import { NO_OFFSETS } from './offset.ts';
import { type LeaseRecord, wasEverHeld } from './record.ts';
import { forgetTimings, keepAnnotations, keepClass, keepDuration, type TrackedLease } from './tracked.ts';

const DAY_MS = 86_400_000;
/** Kept of one Lease: the count of one that flaps without end stays there. */
const MOST_TIMES = 1000;
/** Kept of one holder: enough to see that it goes back and forth. */
const MOST_DURATIONS = 8;

/** How a Lease came to be seen for the first time: in the very first list, in a later one, or on the watch. */
export type Origin = 'first-list' | 'relist' | 'watch';

/** `changed`: a person would see more than a younger renewal. */
export type Outcome = { renewed: boolean; changed: boolean; handover: Handover | null };

const NOTHING: Outcome = { renewed: false, changed: false, handover: null };
const CHANGED: Outcome = { renewed: false, changed: true, handover: null };
const RENEWED: Outcome = { renewed: true, changed: false, handover: null };

/** Takes in another version of a Lease of the same uid. */
export function observe(lease: TrackedLease, record: LeaseRecord, moment: Moment): Outcome {
  const before = lease.record;
  // Of itself no sign of life: an annotation says nothing about the holder.
  const annotated = keepAnnotations(lease, record, moment.arrivedAt);
  if (before.sameSpec(record)) {
    before.take(record);
    return annotated ? CHANGED : NOTHING;
  }
  // Before anything is judged: whether it elects decides what a change means.
  const classified = record.class !== lease.class && keepClass(lease, record.class);
  const holder = effectiveHolder(lease, record);
  if (holder !== lease.holder) return observeHolder(lease, record, holder, moment);

  const renewed = holder !== null && !before.sameRenewTime(record);
  const changed =
    classified ||
    annotated ||
    record.acquireTime !== before.acquireTime ||
    record.durationSeconds !== before.durationSeconds ||
    record.transitions !== before.transitions ||
    record.strategy !== before.strategy ||
    record.preferredHolder !== before.preferredHolder;
  const handover =
    holder === null ? missedTenure(lease, record, moment) : missedHandovers(lease, record, moment);
  if (renewed) measureRenewal(lease, record, moment);
  const { durationMs } = lease;
  take(lease, record);
  keepDurationChange(lease, durationMs, moment);
  // Written again while nobody holds it: a vacancy has been there since the release.
  if (holder !== null || lease.lastRenewalAt === null) restartFreshness(lease, moment);
  if (renewed && lease.elects) {
    lease.holderRenewedAt = moment.timed ? moment.at : null;
    lease.holderStamp = record.serverTime ?? record.writtenTime;
  }
  return renewed && !changed ? RENEWED : { renewed, changed, handover };
}

/** First sight of a Lease, or of another object under its name; `gone` is the one that was there before. */
export function firstSight(
  lease: TrackedLease,
  record: LeaseRecord,
  moment: Moment,
  origin: Origin,
  gone: TrackedLease | null,
): Handover | null {
  lease.lastRenewalAt = moment.at;
  lease.ageCertain = moment.seen;
  lease.unbroken = moment.seen;
  if (lease.elects) {
    lease.holderRenewedAt = moment.timed ? moment.at : null;
    lease.holderStamp = record.serverTime ?? record.writtenTime;
  }
  if (gone !== null) lease.handoverTimes = gone.handoverTimes;
  lease.previousHolder = gone?.holder ?? gone?.previousHolder ?? null;
  if (lease.holder === null) {
    lease.vacantSince = moment.at;
    lease.openHandover = gone?.openHandover ?? null;
  } else {
    const known = origin === 'watch' && moment.timed ? moment.at : null;
    lease.heldSince = known ?? plausibleClaim(record.acquireTime, moment.arrivedAt);
    lease.heldSinceCertain = known !== null;
  }
  if (!lease.elects || origin === 'first-list' || lease.holder === null) return null;
  if (gone?.openHandover) return complete(gone.openHandover, record, moment);
  return firstHandover(record, moment, gone === null ? 'first' : 'recreated', null);
}

/** The Lease is gone: a handover that waits for whoever creates it again, or null when nobody led by it. */
export function departure(lease: TrackedLease, moment: Moment): Handover | null {
  if (!lease.elects) return null;
  if (lease.holder !== null)
    return openHandover(beforeOf(lease, lease.record), lease.record, moment, 'deleted');
  if (lease.openHandover === null) return null;
  const { unwatched } = moment;
  const open =
    unwatched === null ? lease.openHandover : heldUnseen(lease.openHandover, unwatched, unwatched.to);
  const deletedAt = unwatched === null && moment.timed ? moment.at : null;
  return { ...open, cause: 'deleted', evidence: { ...open.evidence, deletedAt } };
}

/** An open one waits on the Lease; a whole one counts, and an unseen one for as many as the counter rose. */
export function rememberHandover(lease: TrackedLease, handover: Handover): void {
  if (handover.to === null) {
    lease.openHandover = handover;
    return;
  }
  lease.openHandover = null;
  const weight = Math.min(100, handoverWeight(handover));
  if (weight === 0) return;
  const recent = lease.handoverTimes.filter((at) => at >= handover.at - DAY_MS);
  lease.handoverTimes = [...recent, ...Array<number>(weight).fill(handover.at)].slice(-MOST_TIMES);
}

function observeHolder(
  lease: TrackedLease,
  record: LeaseRecord,
  holder: string | null,
  moment: Moment,
): Outcome {
  const handover = lease.elects ? handoverTo(lease, record, holder, moment) : null;
  const at = handedOverAt(record, moment);
  lease.releasedByNullTimes = holder === null && record.holder !== '';
  if (lease.holder !== null) lease.previousHolder = lease.holder;
  lease.holder = holder;
  lease.vacantSince = holder === null ? at : null;
  lease.heldSince = holder === null ? null : at;
  lease.heldSinceCertain = holder !== null && moment.unwatched === null && moment.timed;
  if (lease.state === 'held') lease.stateSince = lease.heldSince;
  if (lease.sight?.moved === false) lease.sight.moved = { record, moment, told: handover };
  // A new holder's clock is another clock.
  lease.offsets = NO_OFFSETS;
  lease.lastGapMs = null;
  lease.lastOffsetMs = null;
  forgetTimings(lease);
  take(lease, record);
  restartFreshness(lease, moment);
  lease.unbroken = false;
  lease.holderRenewedAt = moment.timed ? moment.at : null;
  // Of this very write: somebody may have edited the holder and left renewTime behind (field guide §8).
  lease.holderStamp = record.writtenTime;
  if (handover !== null) rememberHandover(lease, handover);
  return { renewed: false, changed: true, handover };
}

/** How long nobody held it is not known where somebody may have meanwhile, though it was seen to end. */
export function complete(open: Handover, taker: LeaseRecord, moment: Moment): Handover {
  const handover = completeHandover(open, taker, moment);
  return open.evidence.unwatchedFrom === undefined ? handover : { ...handover, vacantMs: null };
}

function handoverTo(
  lease: TrackedLease,
  record: LeaseRecord,
  holder: string | null,
  moment: Moment,
): Handover {
  if (holder === null) return openHandover(beforeOf(lease, record), record, moment, 'release');
  if (lease.holder !== null) return directHandover(beforeOf(lease, record), record, moment);
  if (lease.openHandover !== null) return complete(lease.openHandover, record, moment);
  // Vacant since before it was watched. What was ever held was released; else this is its first holder.
  return wasEverHeld(lease.record)
    ? firstHandover(record, moment, 'release', lease.vacantSince, lease.record)
    : firstHandover(record, moment, 'first', lease.vacantSince);
}

/** The counter rose under one holder, by more than that holder did: handovers that nobody saw (§10). */
function missedHandovers(lease: TrackedLease, record: LeaseRecord, moment: Moment): Handover | null {
  const before = lease.record.transitions;
  if (!lease.elects || lease.holder === null || before === null || record.transitions === null) return null;
  if (record.transitions <= before || record.strategy !== null) return null;
  const handover = directHandover(beforeOf(lease, record), record, moment);
  const missed: Handover = { ...handover, cause: 'unseen', certainty: 'certain', vacantMs: null };
  lease.heldSince = handover.at;
  lease.heldSinceCertain = false;
  rememberHandover(lease, missed);
  return missed;
}

/** Taken while nobody watched, and let go again: what waits says so. */
function missedTenure(lease: TrackedLease, record: LeaseRecord, moment: Moment): Handover | null {
  if (!lease.elects || moment.unwatched === null || !isHeldBetween(lease.record, record)) return null;
  lease.vacantSince = handedOverAt(record, moment);
  if (lease.state === 'vacant') lease.stateSince = lease.vacantSince;
  if (lease.openHandover === null) return null;
  lease.openHandover = heldUnseen(lease.openHandover, moment.unwatched, lease.vacantSince);
  return lease.openHandover;
}

/** Of two versions that nobody held: the counter rose, or where there is none who let go wrote what it claims anew. */
function isHeldBetween(before: KeptRecord, record: LeaseRecord): boolean {
  if (record.strategy !== null) return false;
  if (before.transitions !== null && record.transitions !== null)
    return record.transitions > before.transitions;
  // What an earlier run knew is without its claims.
  if (before.acquireTime === '') return false;
  return before.acquireTime !== record.acquireTime || !before.sameRenewTime(record);
}

/** What waits, where somebody may have held it since and nobody watched: it is empty by then. */
function heldUnseen(open: Handover, unwatched: NonNullable<Unwatched>, emptyBy: number): Handover {
  const { evidence } = open;
  return { ...open, evidence: { ...evidence, ...unwatchedEvidence(unwatched, evidence), emptyBy } };
}

/** In coordinated elections it changes with every electing write (field guide §3). */
function keepDurationChange(lease: TrackedLease, fromMs: number | null, moment: Moment): void {
  const { durationMs: toMs, holder, record } = lease;
  if (!lease.elects || holder === null || fromMs === null || toMs === null || fromMs === toMs) return;
  if (record.strategy !== null) return;
  const change = { at: moment.at ?? moment.arrivedAt, fromMs, toMs };
  lease.durationChanges = [...lease.durationChanges, change].slice(-MOST_DURATIONS);
}

function take(lease: TrackedLease, record: LeaseRecord): void {
  lease.record.take(record);
  keepDuration(lease);
}

function restartFreshness(lease: TrackedLease, moment: Moment): void {
  lease.lastRenewalAt = moment.at;
  if (moment.at === null) lease.undatedSince = moment.arrivedAt;
  lease.ageCertain = moment.seen;
  lease.unbroken = moment.seen;
}

/** `""` and absent mean nobody; so does a name left behind when the times were nulled (field guide §2). */
function effectiveHolder(lease: TrackedLease, record: LeaseRecord): string | null {
  if (record.holder === '') return null;
  const timeless = record.renewTime === null && record.acquireTime === null;
  if (timeless && record.holder === lease.record.holder) {
    if (lease.releasedByNullTimes || lease.record.renewTime !== null) return null;
  }
  return record.holder;
}

function beforeOf(lease: TrackedLease, next: LeaseRecord): Before {
  return {
    record: lease.record,
    holder: lease.holder,
    durationMs: lease.durationMs,
    renewedAt: lease.holderRenewedAt,
    renewalSeen: lease.ageCertain,
    stamp: isStamped(lease, next) ? lease.holderStamp : null,
  };
}

/**
 * Stamps tell a silence where they are known to move with renewals. Of a renewal that was not seen the stamp is all that
 * is known: where it does not move, it is too old for whoever took the Lease to pass for early.
 */
function isStamped(
  { stampMoves, ageCertain, holderRenewedAt, holderStamp }: TrackedLease,
  next: LeaseRecord,
): boolean {
  if (stampMoves !== null) return stampMoves;
  return !ageCertain && holderRenewedAt !== null && next.writtenTime !== holderStamp;
}
