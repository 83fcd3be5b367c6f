/** When a version of a Lease was written, as far as we know. Times are epoch ms on our clock. */
import { parseTimeMs } from './micro-time.ts';
import type { LeaseRecord } from './record.ts';
import type { ServerClock } from './sink.ts';

/** Kubernetes is of 2014; a holder that claims to have acquired before that has no clock. */
const EARLIEST_CLAIM_MS = Date.UTC(2014, 0, 1);
/** A claim of the future may be a skewed clock; beyond this it says nothing about a tenure. */
const LATEST_CLAIM_AHEAD_MS = 300_000;

/** A stretch in which something changed and nobody was watching; null when it was watched. */
export type Unwatched = { from: number; to: number } | null;

export type Moment = {
  /** Where freshness starts from; null when nothing tells. */
  at: number | null;
  /** `at` is when it was written, to a second, and durations may be told by it; else only when it arrived. */
  timed: boolean;
  /** It arrived on a live watch: `at` is its arrival, right to a request's latency. */
  seen: boolean;
  unwatched: Unwatched;
  /** When it reached us. */
  arrivedAt: number;
};

/** On a live watch a version arrives when it is written. */
export function seenMoment(at: number): Moment {
  return { at, timed: true, seen: true, unwatched: null, arrivedAt: at };
}

/**
 * In the burst of a resumed watch nothing was missed, but arrival says nothing: the API server's stamp does,
 * to a second (field guide §9). `atLeast`: what came before it in the order of the watch. `clock` is null where
 * stamps are not to be trusted.
 */
export function backlogMoment(
  record: LeaseRecord,
  at: number,
  clock: ServerClock | null,
  atLeast: number | null,
): Moment {
  const stamped = ofStamp(record.writtenTime, clock);
  const base = { seen: false, unwatched: null, arrivedAt: at };
  if (stamped === null) return { ...base, at, timed: false };
  return { ...base, at: Math.min(at, Math.max(stamped, atLeast ?? stamped)), timed: true };
}

/** A deletion has no stamp: in a burst it happened by its arrival at the latest. */
export function deletedMoment(at: number, backlog: boolean): Moment {
  return { at, timed: !backlog, seen: !backlog, unwatched: null, arrivedAt: at };
}

/**
 * In a list: `Date − M` where the API server stamps renewals (field guide §10), else not known. A vacant Lease
 * was last written when it was released.
 */
export function listedMoment(
  record: LeaseRecord,
  at: number,
  clock: ServerClock | null,
  unwatched: Unwatched,
): Moment {
  const stamped = ofStamp(record.holder === '' ? record.writtenTime : record.serverTime, clock);
  return {
    at: stamped === null ? null : Math.min(stamped, at),
    timed: stamped !== null,
    seen: false,
    unwatched,
    arrivedAt: at,
  };
}

/**
 * When a Lease changed hands. Watched: the moment of the write. Unwatched: the API server's stamp of a release,
 * or what the new holder claims, if that lies in the stretch that nobody watched; else the end of the stretch.
 */
export function handedOverAt(record: LeaseRecord, moment: Moment): number {
  if (moment.unwatched === null) return moment.at ?? moment.arrivedAt;
  const { from, to } = moment.unwatched;
  const told = record.holder === '' ? moment.at : plausibleClaim(record.acquireTime, moment.arrivedAt);
  return told !== null && told >= from && told <= to ? told : to;
}

/** When a holder says that it acquired: another clock, so never certain; null when it cannot be true. */
export function plausibleClaim(acquireTime: string | null, now: number): number | null {
  const claimed = parseTimeMs(acquireTime);
  if (claimed === null || claimed < EARLIEST_CLAIM_MS || claimed > now + LATEST_CLAIM_AHEAD_MS) return null;
  return Math.min(claimed, now);
}

/** A stamp is cut to the second: the middle of what it allows, on our clock. */
function ofStamp(stamp: string | null, clock: ServerClock | null): number | null {
  const stamped = parseTimeMs(stamp);
  return stamped === null || clock === null ? null : stamped + 500 - (clock.lower + clock.upper) / 2;
}
