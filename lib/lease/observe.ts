/**
 * What one more version of a Lease says about its holder. Only a change of `spec` is life, only a moved
 * renewTime of the same object and holder a renewal (field guide §9).
 */
import { addGap, summariseGaps } from './gaps.ts';
import type { Evidence, Handover } from './handover.ts';
import {
  type Before,
  completeHandover,
  directHandover,
  firstHandover,
  openHandover,
} from './judge-handover.ts';
import { parseMicroTime, parseTimeMs } from './micro-time.ts';
import type { Moment, Unwatched } from './moment.ts';
import { addOffsetSample, NO_OFFSETS } from './offset.ts';
import type { LeaseRecord } from './record.ts';
import { keepClass, keepDuration, keepUsualGap, type TrackedLease } from './tracked.ts';

const DAY_MS = 86_400_000;
/** A median moves little once there are some: it is taken anew at every gap up to this many, then as often. */
const MEDIAN_EVERY = 16;
/** A gap of this many usual ones holds a slow request; kubelets jitter by 4 % (field guide §4). */
const SLOW_RENEWAL = 1.1;
/** Kubernetes is of 2014; a holder that claims to have acquired before that has no clock. */
const EARLIEST_CLAIM_MS = Date.UTC(2014, 0, 1);
/** A claim of the future may be a skewed clock; beyond this it says nothing about a tenure. */
const LATEST_CLAIM_AHEAD_MS = 300_000;

/** How a Lease came to be seen for the first time: in the very first list, in a later one, or on the watch. */
export type Origin = 'first-list' | 'relist' | 'watch';

export type Outcome = { change: 'none' | 'renewal' | 'row'; handover: Handover | null };

const NONE: Outcome = { change: 'none', handover: null };
const RENEWAL: Outcome = { change: 'renewal', handover: null };
const ROW: Outcome = { change: 'row', handover: null };

/** Takes in another version of a Lease of the same uid. */
export function observe(lease: TrackedLease, record: LeaseRecord, moment: Moment): Outcome {
  const before = lease.record;
  if (before.sameSpec(record)) {
    before.take(record);
    return NONE;
  }
  const renewed = !before.sameRenewTime(record);
  const holder = effectiveHolder(lease, record);
  if (holder !== lease.holder) return observeHolder(lease, record, holder, moment);

  const visible =
    record.durationSeconds !== before.durationSeconds ||
    record.transitions !== before.transitions ||
    record.strategy !== before.strategy ||
    record.preferredHolder !== before.preferredHolder;
  const missed = missedHandovers(lease, record, moment);
  if (renewed) measureRenewal(lease, record, moment);
  take(lease, record, moment);
  if (lease.elects) {
    if (renewed || lease.holderRenewedAt === null) lease.holderRenewedAt = moment.at;
    lease.holderStamp = record.writtenTime;
  }
  if (missed !== null) return { change: 'row', handover: missed };
  return visible ? ROW : renewed ? RENEWAL : NONE;
}

/** First sight of a Lease, or of another object under its name; `gone` is the one that was there before. */
export function firstSight(
  lease: TrackedLease,
  moment: Moment,
  origin: Origin,
  gone: TrackedLease | null,
): Handover | null {
  const { record } = lease;
  lease.lastRenewalAt = moment.at;
  lease.ageCertain = moment.seen;
  lease.unbroken = moment.seen;
  lease.holderRenewedAt = moment.at;
  lease.holderStamp = record.writtenTime;
  if (gone !== null) lease.handoverTimes = gone.handoverTimes;
  lease.previousHolder = gone?.holder ?? gone?.previousHolder ?? null;
  if (lease.holder === null) {
    lease.vacantSince = moment.at;
    lease.openHandover = gone?.openHandover ?? null;
  } else {
    const known = origin === 'watch' ? moment.at : null;
    lease.heldSince = known ?? plausibleClaim(record.acquireTime, moment.arrivedAt);
    lease.heldSinceCertain = known !== null;
  }
  if (!lease.elects || origin === 'first-list' || lease.holder === null) return null;
  const at = handedOverAt(record, moment);
  if (gone?.openHandover) return completeHandover(gone.openHandover, record, at, true, moment.unwatched);
  const first = firstHandover(record, at, false, null);
  return moment.unwatched === null
    ? first
    : { ...first, cause: 'unseen', evidence: unseenFirst(moment.unwatched) };
}

/** The Lease is gone: a handover that waits for whoever creates it again, or null when nobody led by it. */
export function departure(lease: TrackedLease, ending: LeaseRecord, moment: Moment): Handover | null {
  if (!lease.elects) return null;
  const at = moment.at ?? moment.arrivedAt;
  if (lease.holder === null) {
    if (lease.openHandover === null) return null;
    return {
      ...lease.openHandover,
      cause: 'deleted',
      evidence: { ...lease.openHandover.evidence, deletedAt: at },
    };
  }
  return openHandover(beforeOf(lease), ending, at, 'deleted', moment.unwatched);
}

export function rememberHandover(lease: TrackedLease, handover: Handover): void {
  if (handover.to === null) {
    lease.openHandover = handover;
    return;
  }
  lease.openHandover = null;
  if (handover.cause === 'first') return;
  lease.handoverTimes = [...lease.handoverTimes.filter((at) => at >= handover.at - DAY_MS), handover.at];
}

function observeHolder(
  lease: TrackedLease,
  record: LeaseRecord,
  holder: string | null,
  moment: Moment,
): Outcome {
  const before = beforeOf(lease);
  const at = handedOverAt(record, moment);
  const vacantFrom = lease.vacantSince;
  let handover: Handover | null = null;
  if (lease.elects) {
    if (holder === null) handover = openHandover(before, record, at, 'release', moment.unwatched);
    else if (before.holder !== null) handover = directHandover(before, record, at, moment.unwatched);
    else if (lease.openHandover !== null) {
      handover = completeHandover(lease.openHandover, record, at, false, moment.unwatched);
    } else {
      const released = lease.record.durationSeconds === 1 || lease.record.renewTime === null;
      const known = moment.unwatched === null && vacantFrom !== null;
      handover = firstHandover(
        record,
        at,
        released && lease.record.transitions !== null,
        known ? at - vacantFrom : null,
      );
      if (moment.unwatched !== null)
        handover = { ...handover, cause: 'unseen', evidence: unseenFirst(moment.unwatched) };
    }
  }
  lease.releasedByNullTimes = holder === null && record.holder !== '';
  if (lease.holder !== null) lease.previousHolder = lease.holder;
  lease.holder = holder;
  lease.vacantSince = holder === null ? at : null;
  lease.heldSince = holder === null ? null : at;
  lease.heldSinceCertain = holder !== null && moment.unwatched === null;
  // A new holder's clock is another clock.
  lease.offsets = NO_OFFSETS;
  lease.unbroken = false;
  lease.lastGapMs = null;
  lease.lastOffsetMs = null;
  take(lease, record, moment);
  lease.holderRenewedAt = moment.at;
  lease.holderStamp = record.writtenTime;
  if (handover !== null) rememberHandover(lease, handover);
  return { change: 'row', handover };
}

/** The counter rose under one holder, by more than that holder did: handovers that nobody saw (§10). */
function missedHandovers(lease: TrackedLease, record: LeaseRecord, moment: Moment): Handover | null {
  const before = lease.record.transitions;
  if (!lease.elects || lease.holder === null || before === null || record.transitions === null) return null;
  if (record.transitions <= before || record.strategy !== null) return null;
  const at = handedOverAt(record, moment);
  const handover = directHandover(beforeOf(lease), record, at, moment.unwatched);
  const missed: Handover = { ...handover, cause: 'unseen', certainty: 'certain', vacantMs: null };
  lease.heldSince = at;
  lease.heldSinceCertain = false;
  rememberHandover(lease, missed);
  return missed;
}

function measureRenewal(lease: TrackedLease, record: LeaseRecord, moment: Moment): void {
  const usualGapMs = lease.usualGapMs;
  const gapMs = measureGap(lease, moment);
  const wasSlow = gapMs !== null && usualGapMs !== null && gapMs > usualGapMs * SLOW_RENEWAL;
  const offsetMs = measureOffset(lease, record, moment, wasSlow);
  if (!lease.elects) return;
  lease.lastGapMs = gapMs;
  lease.lastOffsetMs = offsetMs;
}

function measureGap(lease: TrackedLease, moment: Moment): number | null {
  if (!moment.seen || moment.at === null || !lease.unbroken || lease.lastRenewalAt === null) return null;
  const gapMs = moment.at - lease.lastRenewalAt;
  addGap(lease.gaps, moment.at, gapMs);
  const count = lease.gaps.generations.at(-1)?.count ?? 0;
  if (count < MEDIAN_EVERY || count % MEDIAN_EVERY === 0)
    keepUsualGap(lease, summariseGaps(lease.gaps, moment.at));
  return gapMs;
}

/**
 * R − M of this renewal, ms, added to the holder's window; null where the API server does not stamp it (§8), and
 * for a slow renewal: how long its request took is not known, and would pass for a clock that is behind.
 */
function measureOffset(
  lease: TrackedLease,
  record: LeaseRecord,
  moment: Moment,
  wasSlow: boolean,
): number | null {
  const renewedUs = parseMicroTime(record.renewTime);
  if (renewedUs === null) return null;
  if (record.serverTime === null || lease.record.sameServerTime(record)) {
    // Two renewals more than a second apart under one stamp: this API server does not stamp renewals.
    const previousUs = lease.record.renewedMicros();
    if (previousUs !== null && renewedUs - previousUs > 1_000_000) lease.stampMoves = false;
    return null;
  }
  lease.stampMoves = true;
  const stampedMs = parseTimeMs(record.serverTime);
  if (stampedMs === null || wasSlow) return null;
  const offsetMs = renewedUs / 1000 - stampedMs;
  lease.offsets = addOffsetSample(lease.offsets, moment.arrivedAt, offsetMs);
  return offsetMs;
}

function take(lease: TrackedLease, record: LeaseRecord, moment: Moment): void {
  lease.record.take(record);
  if (record.class !== lease.class) keepClass(lease);
  keepDuration(lease);
  lease.lastRenewalAt = moment.at;
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

function beforeOf(lease: TrackedLease): Before {
  return {
    record: lease.record,
    holder: lease.holder,
    durationMs: lease.durationMs,
    renewedAt: lease.holderRenewedAt,
    stamp: lease.holderStamp,
    stampMoves: lease.stampMoves,
  };
}

/** When a holder says that it acquired: another clock, so never certain; null when it cannot be true. */
export function plausibleClaim(acquireTime: string | null, now: number): number | null {
  const claimed = parseTimeMs(acquireTime);
  if (claimed === null || claimed < EARLIEST_CLAIM_MS || claimed > now + LATEST_CLAIM_AHEAD_MS) return null;
  return Math.min(claimed, now);
}

/**
 * When somebody took the Lease. Watched: the moment of the write. Unwatched: what the new holder claims, if it
 * lies in the stretch that nobody watched, else the end of that stretch.
 */
function handedOverAt(record: LeaseRecord, moment: Moment): number {
  if (moment.unwatched === null) return moment.at ?? moment.arrivedAt;
  const claimed = plausibleClaim(record.acquireTime, moment.arrivedAt);
  const { from, to } = moment.unwatched;
  return claimed !== null && record.holder !== '' && claimed >= from && claimed <= to ? claimed : to;
}

function unseenFirst(unwatched: NonNullable<Unwatched>): Evidence {
  return { unwatchedFrom: unwatched.from, unwatchedTo: unwatched.to };
}
