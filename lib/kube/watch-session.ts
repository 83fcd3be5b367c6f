/**
 * What a watch's events mean to the sink: the initial events of a WatchList, the backlog of a resumed watch,
 * and from then on life.
 */
import { type LeaseRecord, leaseKey } from '../lease/record.ts';
import type { LeaseSink } from '../lease/sink.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import type { AnswerHead } from './connection.ts';
import type { FeedKeeper } from './scope-feed.ts';
import type { Standstill } from './standstill.ts';
import type { Timers } from './timers.ts';
import type { WatchHandlers } from './watch.ts';

const BATCH = 500;

export type SessionOptions = {
  /** `initial`: a WatchList; `listed`: right after a list; `resumed`: from the last resourceVersion. */
  type: 'initial' | 'listed' | 'resumed';
  sink: LeaseSink;
  feed: FeedKeeper;
  clock: { now(): number };
  timers: Timers;
  /** How many there are, as far as known; for progress. */
  total: number | null;
  onOpen: () => void;
  onVersion: (resourceVersion: string) => void;
  /** The initial events are complete; all accepted by `provenAt` is among them. */
  onListed: (at: number, provenAt: number) => void;
  /** The feed may be judged by. */
  onLive: () => void;
  standstill: Pick<Standstill, 'begin' | 'failureAt'>;
  /** A resumed watch has been quiet: it is live once somebody proves it, or with the next word on it. */
  onQuiet: () => void;
  /** The last version that was seen, for probes; null when it was a deletion. */
  onLatest: (record: LeaseRecord | null) => void;
  /** Any event on the watch. */
  onSeen: (record: LeaseRecord) => void;
};

export type WatchSession = WatchHandlers & {
  /** When the server answered, null before. */
  openedAt(): number | null;
  end(): void;
};

export function createWatchSession(options: SessionOptions): WatchSession {
  const { sink, feed, clock, timers, standstill } = options;
  let initial = options.type === 'initial';
  let batch: LeaseRecord[] = [];
  let done = 0;
  /** Initial events reach up to the time of asking: what was listed may be deleted before their end. */
  const gone = new Map<string, LeaseRecord>();
  let opened: AnswerHead | null = null;
  let backlog: Backlog | null = null;
  let waiting = false;

  /** Where Tenure stood still the watch is to be asked for anew: throws, before what came is believed. */
  function believe(at: number): void {
    const failure = standstill.failureAt(at);
    if (failure !== null) throw failure;
  }
  function flush(at: number): void {
    if (batch.length === 0) return;
    const records = batch;
    batch = [];
    done += records.length;
    sink.listed(records, at);
    feed.progress(done, options.total === null ? null : Math.max(done, options.total));
  }
  function spoken(at: number): void {
    feed.proved(at);
    if (!waiting) return;
    waiting = false;
    options.onLive();
  }
  /** The event's place: true when it belongs to the backlog. Moves the proof when it does not. */
  function place(record: LeaseRecord, at: number): boolean {
    feed.heard(at);
    const old = backlog?.holds(record, at) ?? false;
    if (!old) spoken(at);
    options.onSeen(record);
    return old;
  }

  return {
    openedAt: () => opened?.receivedAt ?? null,
    onOpen(head) {
      opened = head;
      options.onOpen();
      if (initial) {
        feed.to('syncing');
        sink.listStarted();
        return;
      }
      standstill.begin();
      const resumed = options.type === 'resumed';
      backlog = createBacklog({
        date: head.date,
        openedAt: head.receivedAt,
        clock,
        timers,
        onDrained(proved) {
          if (!resumed) return;
          waiting = !proved;
          if (proved) options.onLive();
          else options.onQuiet();
        },
      });
      // What came about while the list was read is timed by its stamps; it does not hold up being live.
      if (!resumed) options.onLive();
    },
    onChanged(record, at) {
      if (initial) {
        if (gone.size > 0) gone.delete(leaseKey(record));
        batch.push(record);
        if (batch.length >= BATCH) flush(at);
        return;
      }
      believe(at);
      const old = place(record, at);
      options.onVersion(record.resourceVersion);
      sink.changed(record, at, old);
      options.onLatest(record);
    },
    onDeleted(record, at) {
      if (initial) {
        gone.set(leaseKey(record), record);
        return;
      }
      believe(at);
      const old = place(record, at);
      options.onVersion(record.resourceVersion);
      sink.deleted(record, at, old);
      options.onLatest(null);
    },
    onBookmark(resourceVersion, at, initialEventsEnd) {
      if (initial) {
        if (!initialEventsEnd) return;
        flush(at);
        initial = false;
        feed.progress(done, done);
        options.onVersion(resourceVersion);
        options.onListed(at, opened?.sentAt ?? at);
        for (const record of gone.values()) sink.deleted(record, at, true);
        feed.heard(at);
        standstill.begin();
        options.onLive();
        return;
      }
      believe(at);
      options.onVersion(resourceVersion);
      feed.heard(at);
      backlog?.end();
      spoken(at);
    },
    onRefused(resourceVersion, at) {
      feed.heard(at);
      if (!initial && resourceVersion !== null) options.onVersion(resourceVersion);
    },
    end() {
      backlog?.cancel();
    },
  };
}
