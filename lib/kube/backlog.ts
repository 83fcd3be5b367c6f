/**
 * The burst after a watch was resumed: what happened while nobody watched, whose arrival says nothing about
 * when it happened. Events come in the order they were written, so the burst is over with the first one that
 * the API server wrote in a later second than it answered our request (both by API servers' clocks). The
 * stamp is absent or stands still on old servers (field guide §8), hence also: with a bookmark, after 1 s
 * without any event, and after 30 s in any case.
 */
import type { LeaseRecord } from '../lease/record.ts';
import type { Timers } from './timers.ts';

const QUIET_MS = 1000;
const LONGEST_MS = 30_000;

export type Backlog = {
  /** Is this event, which came at `at`, of the burst? May end it. */
  holds(record: LeaseRecord, at: number): boolean;
  draining(): boolean;
  /** A bookmark came. */
  end(): void;
  /** The stream is over: no more `onDrained`. */
  cancel(): void;
};

export function createBacklog(options: {
  /** The Date header of the answer, and when it came, epoch ms. */
  date: string | undefined;
  openedAt: number;
  clock: { now(): number };
  timers: Timers;
  /** `proved`: by something that was said, not by mere quiet, which a dead watch keeps too. */
  onDrained: (proved: boolean) => void;
}): Backlog {
  const { openedAt, clock, timers, onDrained } = options;
  // NaN without a Date: no stamp is later than that, and quiet decides.
  const answeredAt = Date.parse(options.date ?? '');
  let draining = true;
  let lastAt = openedAt;
  let cancelCheck = timers.after(QUIET_MS, check);

  function end(proved: boolean): void {
    if (!draining) return;
    draining = false;
    cancelCheck();
    onDrained(proved);
  }
  function check(): void {
    const quietMs = clock.now() - lastAt;
    if (quietMs >= QUIET_MS) end(false);
    else cancelCheck = timers.after(QUIET_MS - quietMs, check);
  }

  return {
    holds(record, at) {
      if (!draining) return false;
      lastAt = at;
      if (at - openedAt < LONGEST_MS && !(Date.parse(record.writtenTime ?? '') > answeredAt)) return true;
      end(true);
      return false;
    },
    draining: () => draining,
    end: () => end(true),
    cancel() {
      draining = false;
      cancelCheck();
    },
  };
}
