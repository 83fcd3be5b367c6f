/** When a version of a Lease was written, as far as we know. Times are epoch ms on our clock. */
import { parseTimeMs } from './micro-time.ts';
import type { LeaseRecord } from './record.ts';
import type { ServerClock } from './sink.ts';

/** A stretch in which something changed and nobody was watching; null when it was watched. */
export type Unwatched = { from: number; to: number } | null;

export type Moment = {
  /** When it was written; null when nothing tells. */
  at: number | null;
  /** It arrived on a live watch: `at` is its arrival, right to a request's latency. */
  seen: boolean;
  unwatched: Unwatched;
  /** When it reached us. */
  arrivedAt: number;
};

/** On a live watch a version arrives when it is written. */
export function seenMoment(at: number): Moment {
  return { at, seen: true, unwatched: null, arrivedAt: at };
}

/**
 * In the burst of a resumed watch nothing was missed, but arrival says nothing: the API server's stamp does,
 * to a second (field guide §9). `atLeast`: what came before it in the order of the watch.
 */
export function backlogMoment(
  record: LeaseRecord,
  at: number,
  clock: ServerClock | null,
  atLeast: number | null,
): Moment {
  const stamped = ofStamp(record.writtenTime, clock) ?? at;
  return {
    at: Math.min(at, Math.max(stamped, atLeast ?? stamped)),
    seen: false,
    unwatched: null,
    arrivedAt: at,
  };
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
  const stamp = record.holder === '' ? record.writtenTime : record.serverTime;
  const stamped = ofStamp(stamp, clock);
  return { at: stamped === null ? null : Math.min(stamped, at), seen: false, unwatched, arrivedAt: at };
}

/** A stamp is cut to the second: the middle of what it allows, on our clock. */
function ofStamp(stamp: string | null, clock: ServerClock | null): number | null {
  const stamped = parseTimeMs(stamp);
  return stamped === null || clock === null ? null : stamped + 500 - (clock.lower + clock.upper) / 2;
}
