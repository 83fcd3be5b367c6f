/** What one reflector tells the book: the feed's health, and each version with the moment it was written. */
import type { ScopeFeed } from './feed.ts';
import { backlogMoment, deletedMoment, listedMoment, type Moment, seenMoment } from './moment.ts';
import type { Origin } from './observe.ts';
import type { LeaseRecord } from './record.ts';
import type { LeaseSink, ServerClock } from './sink.ts';
import { type FeedHealth, feedHealth } from './state.ts';
import { createScopeTally, type ScopeTally } from './tally.ts';
import type { TrackedLease } from './tracked.ts';

export type LeaseScope = LeaseSink & {
  /** Everything accepted up to this moment has been seen (`ScopeFeed.provenAt`); tell it before a sweep. */
  proved(at: number | null): void;
};

export type Scope = {
  readonly index: number;
  readonly tally: ScopeTally;
  health: FeedHealth;
  feedSince: number | null;
  clock: ServerClock | null;
  /** Numbers the lists, so that what a list does not name is known. */
  listing: number;
  /** A whole list has been read once: another one is a relist, after a time that was not watched. */
  listed: boolean;
  /** When anything was listed for the first time, epoch ms. */
  firstListedAt: number | null;
  /** Up to when everything had been seen as the list under way began; null on the very first. Epoch ms. */
  unwatchedFrom: number | null;
};

/** The part of the book that a scope acts on. */
export type ScopedBook = {
  apply(record: LeaseRecord, moment: Moment, origin: Origin): void;
  remove(lease: TrackedLease, moment: Moment): void;
  find(namespace: string, name: string): TrackedLease | undefined;
  all(): Iterable<TrackedLease>;
  /** Null while the API server's stamps are not to be trusted. */
  clock(): ServerClock | null;
};

export function createScope(index: number): Scope {
  return {
    index,
    tally: createScopeTally(),
    health: { live: false, provenAt: null, resumedAt: null, lostAt: null },
    feedSince: null,
    clock: null,
    listing: 0,
    listed: false,
    firstListedAt: null,
    unwatchedFrom: null,
  };
}

export function scopeSink(scope: Scope, book: ScopedBook): LeaseScope {
  const unwatched = (at: number) =>
    scope.unwatchedFrom === null
      ? null
      : { from: scope.unwatchedFrom, to: Math.max(at, scope.unwatchedFrom) };

  function proved(at: number | null): void {
    if (at !== null && (scope.health.provenAt ?? at) <= at) scope.health.provenAt = at;
  }

  return {
    proved,
    listStarted() {
      scope.listing += 1;
      // Also before a first list that was broken off and begins again: nobody watched in between.
      scope.unwatchedFrom = scope.health.provenAt ?? scope.firstListedAt;
    },
    listed(records, at) {
      const origin = scope.listed ? 'relist' : 'first-list';
      scope.firstListedAt ??= at;
      for (const record of records) {
        book.apply(record, listedMoment(record, at, book.clock(), unwatched(at)), origin);
      }
    },
    listDone({ at }) {
      const moment: Moment = { at: null, timed: false, seen: false, unwatched: unwatched(at), arrivedAt: at };
      for (const lease of [...book.all()]) {
        if (lease.scope === scope.index && lease.listedIn !== scope.listing) book.remove(lease, moment);
      }
      scope.listed = true;
    },
    changed(record, at, backlog) {
      const lastAt = backlog ? (book.find(record.namespace, record.name)?.lastRenewalAt ?? null) : null;
      book.apply(record, backlog ? backlogMoment(record, at, book.clock(), lastAt) : seenMoment(at), 'watch');
    },
    deleted(record, at, backlog) {
      const lease = book.find(record.namespace, record.name);
      if (lease?.record.uid === record.uid) book.remove(lease, deletedMoment(at, backlog));
    },
    serverClock(clock) {
      scope.clock = clock;
    },
    feed(feed: ScopeFeed) {
      const wasLive = scope.health.live;
      proved(feed.provenAt);
      scope.health = feedHealth(feed, scope.health.provenAt);
      scope.feedSince = feed.since;
      if (!wasLive || scope.health.live) return;
      // Gaps across time that was not live never count (field guide §9).
      for (const lease of book.all()) if (lease.scope === scope.index) lease.unbroken = false;
    },
  };
}
