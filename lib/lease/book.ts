/**
 * Every Lease that is watched, and what is known of it. A closure without I/O: reflectors tell it what they
 * see (a scope each), a timer tells it the time, a listener is told what changed.
 */
import type { ScopeFeed } from './feed.ts';
import type { Handover } from './handover.ts';
import { createLeaseIndex } from './lease-index.ts';
import { backlogMoment, listedMoment, type Moment, seenMoment } from './moment.ts';
import { departure, firstSight, type Origin, observe, rememberHandover } from './observe.ts';
import { type LeaseRecord, leaseKey } from './record.ts';
import type { LeaseSink, ServerClock } from './sink.ts';
import { type FeedHealth, feedHealth, leaseState } from './state.ts';
import { count, createTally, sumTallies, type Tally, type Totals } from './tally.ts';
import { createTrackedLease, stateSince, type TrackedLease } from './tracked.ts';

/** Told synchronously, in the order of what happened. */
export type BookListener = {
  /** Anything a person would see changed, also its state. A renewal that changes nothing else is `renewed`. */
  rowChanged(lease: TrackedLease): void;
  renewed(lease: TrackedLease): void;
  removed(lease: TrackedLease): void;
  /** New, or completed: a handover without `to` comes again with the same id once somebody takes over. */
  handover(handover: Handover, lease: TrackedLease): void;
};

export type LeaseScope = LeaseSink & {
  /** Everything accepted up to this moment has been seen (`ScopeFeed.provenAt`). */
  proved(at: number | null): void;
};

/** What the judgement of one Lease rests on besides the Lease. */
export type Judging = { health: FeedHealth; feedSince: number | null; latencyAllowanceMs: number };

export type LeaseBook = {
  /** A sink for one reflector; Leases of different scopes must not overlap. */
  addScope(): LeaseScope;
  get(namespace: string, name: string): TrackedLease | undefined;
  elections(): Iterable<TrackedLease>;
  heartbeats(): Iterable<TrackedLease>;
  judging(lease: TrackedLease): Judging;
  /**
   * Judges by the time alone; call it some four times a second. Answers at most one Lease a scope that would
   * turn expired if its watch were proved to be alive: the caller has it probed (field guide §10).
   */
  sweep(now: number): TrackedLease[];
  /**
   * From now on, and for what was listed before, the API server's stamps tell ages at first sight: it is
   * 1.25 or newer (field guide §8).
   */
  trustStamps(): void;
  totals(): Totals;
};

/** Deleted Leases that are remembered, so that a recreation is known for one. */
const REMEMBERED_GONE = 2000;
/** Heartbeats are many and slow: their states are looked at once a second. */
const HEARTBEAT_SWEEP_MS = 1000;
/** The least latency allowed for when bounding clocks, ms (field guide §8). */
const LEAST_LATENCY_MS = 50;

type Scope = {
  index: number;
  tally: Tally;
  health: FeedHealth;
  feedSince: number | null;
  clock: ServerClock | null;
  /** Numbers the lists of all scopes, so that what a list does not name is known. */
  listing: number;
  /** A whole list has been read once: another one is a relist, after a time that was not watched. */
  listed: boolean;
  /** When anything was listed for the first time, epoch ms. */
  firstListedAt: number | null;
};

export function createLeaseBook(listener: BookListener): LeaseBook {
  const elections = createLeaseIndex<TrackedLease>();
  const heartbeats = createLeaseIndex<TrackedLease>();
  const gone = new Map<string, TrackedLease>();
  const scopes: Scope[] = [];
  let nextKey = 1;
  let lists = 0;
  let stampsTrusted = false;
  let heartbeatsSweptAt = Number.NEGATIVE_INFINITY;

  const find = (namespace: string, name: string) =>
    namespace === 'kube-node-lease'
      ? (heartbeats.get(namespace, name) ?? elections.get(namespace, name))
      : (elections.get(namespace, name) ?? heartbeats.get(namespace, name));

  function apply(scope: Scope, record: LeaseRecord, moment: Moment, origin: Origin): void {
    const lease = find(record.namespace, record.name);
    if (lease === undefined || lease.record.uid !== record.uid) {
      if (lease !== undefined) remove(scope, lease, lease.record, moment);
      appear(scope, record, moment, origin);
      return;
    }
    lease.listedIn = scope.listing;
    const { class: classBefore, elects: electedBefore } = lease;
    const { change, handover } = observe(lease, record, moment);
    if (change === 'none') return;
    if (lease.class !== classBefore) {
      count(scope.tally, classBefore, lease.state, -1);
      count(scope.tally, lease.class, lease.state, 1);
      if (lease.elects !== electedBefore) file(lease);
    }
    const judged = scope.health.live && judge(scope, lease, moment.arrivedAt);
    if (handover !== null) listener.handover(handover, lease);
    if (change === 'renewal') listener.renewed(lease);
    if (change === 'row' || judged) listener.rowChanged(lease);
  }

  function appear(scope: Scope, record: LeaseRecord, moment: Moment, origin: Origin): void {
    const lease = createTrackedLease(nextKey++, scope.index, record);
    lease.listedIn = scope.listing;
    const key = leaseKey(record);
    const predecessor = gone.get(key) ?? null;
    gone.delete(key);
    const handover = firstSight(lease, moment, origin, predecessor);
    if (handover !== null) rememberHandover(lease, handover);
    file(lease);
    count(scope.tally, lease.class, lease.state, 1);
    judge(scope, lease, moment.arrivedAt);
    if (handover !== null) listener.handover(handover, lease);
    listener.rowChanged(lease);
  }

  function remove(scope: Scope, lease: TrackedLease, ending: LeaseRecord, moment: Moment): void {
    const { namespace, name } = lease.record;
    elections.delete(namespace, name);
    heartbeats.delete(namespace, name);
    count(scope.tally, lease.class, lease.state, -1);
    if (lease.elects) {
      const handover = departure(lease, ending, moment);
      if (handover !== null) {
        rememberHandover(lease, handover);
        listener.handover(handover, lease);
      }
      const key = leaseKey(lease.record);
      gone.set(key, lease);
      if (gone.size > REMEMBERED_GONE) gone.delete(gone.keys().next().value ?? key);
    }
    listener.removed(lease);
  }

  function file(lease: TrackedLease): void {
    const { namespace, name } = lease.record;
    (lease.elects ? elections : heartbeats).set(namespace, name, lease);
    (lease.elects ? heartbeats : elections).delete(namespace, name);
  }

  /** As if its feed were live: a feed that is not makes the state unknown where it is read. */
  function judge(scope: Scope, lease: TrackedLease, now: number): boolean {
    const { provenAt, resumedAt } = scope.health;
    const state = leaseState(lease, now, { live: true, provenAt, resumedAt });
    if (state === lease.state) return false;
    count(scope.tally, lease.class, lease.state, -1);
    count(scope.tally, lease.class, state, 1);
    lease.stateSince = stateSince(lease, state, now);
    lease.state = state;
    return true;
  }

  function sweepAll(leases: Iterable<TrackedLease>, now: number, unproved: Map<number, TrackedLease>): void {
    for (const lease of leases) {
      const scope = scopes[lease.scope];
      if (scope === undefined || !scope.health.live) continue;
      if (judge(scope, lease, now)) listener.rowChanged(lease);
      if (
        lease.state === 'late' &&
        !unproved.has(scope.index) &&
        wantsProof(lease, scope.health.provenAt, now)
      ) {
        unproved.set(scope.index, lease);
      }
    }
  }

  function addScope(): LeaseScope {
    const scope: Scope = {
      index: scopes.length,
      tally: createTally(),
      health: { live: false, provenAt: null, resumedAt: null },
      feedSince: null,
      clock: null,
      listing: 0,
      listed: false,
      firstListedAt: null,
    };
    scopes.push(scope);
    const proved = (at: number | null) => {
      if (at !== null && (scope.health.provenAt ?? at) <= at) scope.health.provenAt = at;
    };
    return {
      proved,
      listStarted() {
        scope.listing = ++lists;
      },
      listed(records, at) {
        const origin = scope.listed ? 'relist' : 'first-list';
        // Also of a first list that was broken off and begun again: nobody watched in between.
        const from = scope.health.provenAt ?? scope.firstListedAt;
        const unwatched = from === null ? null : { from, to: at };
        scope.firstListedAt ??= at;
        for (const record of records) {
          const clock = stampsTrusted ? scope.clock : null;
          apply(scope, record, listedMoment(record, at, clock, unwatched), origin);
        }
      },
      listDone({ at, blindFrom }) {
        const unwatched = blindFrom === null ? null : { from: blindFrom, to: at };
        for (const leases of [elections, heartbeats]) {
          for (const lease of [...leases.values()]) {
            if (lease.scope !== scope.index || lease.listedIn === scope.listing) continue;
            remove(scope, lease, lease.record, { at, seen: false, unwatched, arrivedAt: at });
          }
        }
        scope.listed = true;
        proved(at);
      },
      changed(record, at, backlog) {
        if (!backlog) proved(at);
        const lastAt = backlog ? (find(record.namespace, record.name)?.lastRenewalAt ?? null) : null;
        apply(
          scope,
          record,
          backlog ? backlogMoment(record, at, scope.clock, lastAt) : seenMoment(at),
          'watch',
        );
      },
      deleted(record, at, backlog) {
        if (!backlog) proved(at);
        const lease = find(record.namespace, record.name);
        if (lease === undefined || lease.record.uid !== record.uid) return;
        // A deletion has no stamp: in a backlog it happened by its arrival at the latest.
        remove(scope, lease, record, { ...seenMoment(at), seen: !backlog });
      },
      serverClock(clock) {
        scope.clock = clock;
      },
      feed(feed: ScopeFeed) {
        const wasLive = scope.health.live;
        proved(feed.provenAt);
        scope.health = feedHealth(feed, scope.health.provenAt);
        scope.feedSince = feed.since;
        if (wasLive && !scope.health.live) breakGaps(scope.index);
      },
    };
  }

  /** Gaps across time that was not live never count (field guide §9). */
  function breakGaps(scopeIndex: number): void {
    for (const leases of [elections, heartbeats]) {
      for (const lease of leases.values()) if (lease.scope === scopeIndex) lease.unbroken = false;
    }
  }

  return {
    addScope,
    get: find,
    elections: () => elections.values(),
    heartbeats: () => heartbeats.values(),
    judging(lease) {
      const scope = scopes[lease.scope];
      return {
        health: scope?.health ?? { live: false, provenAt: null, resumedAt: null },
        feedSince: scope?.feedSince ?? null,
        latencyAllowanceMs: Math.max(LEAST_LATENCY_MS, scope?.clock?.roundTripMs ?? 0),
      };
    },
    sweep(now) {
      const unproved = new Map<number, TrackedLease>();
      sweepAll(elections.values(), now, unproved);
      if (now - heartbeatsSweptAt >= HEARTBEAT_SWEEP_MS) {
        heartbeatsSweptAt = now;
        sweepAll(heartbeats.values(), now, unproved);
      }
      return [...unproved.values()];
    },
    trustStamps() {
      if (stampsTrusted) return;
      stampsTrusted = true;
      for (const leases of [elections, heartbeats]) {
        for (const lease of leases.values()) {
          if (lease.lastRenewalAt !== null) continue;
          const { at } = listedMoment(
            lease.record,
            Number.POSITIVE_INFINITY,
            scopes[lease.scope]?.clock ?? null,
            null,
          );
          lease.lastRenewalAt = at;
          lease.holderRenewedAt = at;
          if (lease.holder === null) lease.vacantSince ??= at;
        }
      }
    },
    totals: () => sumTallies(scopes.map((scope) => ({ tally: scope.tally, live: scope.health.live }))),
  };
}

/** It would be expired, had the watch been proved to the moment it ran out. */
function wantsProof(lease: TrackedLease, provenAt: number | null, now: number): boolean {
  if (lease.lastRenewalAt === null || lease.expiresAfterMs === null) return false;
  const expiresAt = lease.lastRenewalAt + lease.expiresAfterMs;
  return now > expiresAt && (provenAt === null || provenAt < expiresAt);
}
