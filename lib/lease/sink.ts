/**
 * What watching tells judging: implemented by the lease book, called by the reflector. Times are epoch ms
 * on Tenure's clock (`Clock.now`), which never steps back.
 */
import type { ScopeFeed } from './feed.ts';
import type { LeaseRecord } from './record.ts';

/**
 * The API server's clock minus Tenure's, ms: the interval that its HTTP Date headers allow; and how long the
 * slowest of the latest requests took (ms), the latency that holders may have had too.
 */
export type ServerClock = { lower: number; upper: number; roundTripMs?: number };

export type LeaseSink = {
  /** A list begins (also when a 410 while paging restarts it): what it does not name by `listDone` is gone. */
  listStarted(): void;
  /** One page or batch of the list, received at `at`. */
  listed(records: readonly LeaseRecord[], at: number): void;
  /**
   * The list is complete. `blindFrom` is the moment up to which everything was seen before (null on the very
   * first list): changes between it and `at` were not watched.
   */
  listDone(list: { at: number; blindFrom: number | null }): void;
  /**
   * ADDED or MODIFIED, received at `at`. `backlog`: it comes in the burst after a watch was resumed, so that
   * its arrival says nothing about when it happened.
   */
  changed(record: LeaseRecord, at: number, backlog: boolean): void;
  deleted(record: LeaseRecord, at: number, backlog: boolean): void;
  /** Told whenever the bounds get closer or move, and always before the `listed` they apply to. */
  serverClock(clock: ServerClock): void;
  /** Told at every change of the feed but mere progress of `lastEventAt` and `provenAt`. */
  feed(feed: ScopeFeed): void;
};
