/**
 * Every Lease that is watched, and what is known of it. A closure without I/O: reflectors tell it what they
 * see (a scope each), a timer tells it the time, a listener is told what changed.
 */
import type { Handover } from './handover.ts';
import { type JoinedBook, type Joining, joinBook } from './join-book.ts';
import { createLeaseIndex } from './lease-index.ts';
import { listedMoment, type Moment } from './moment.ts';
import { departure, firstSight, type Origin, observe, rememberHandover } from './observe.ts';
import { type LeaseRecord, leaseKey } from './record.ts';
import { createRowKeys } from './row-keys.ts';
import { createScope, type LeaseScope, type Scope, scopeSink } from './scope.ts';
import { type FeedHealth, leaseState } from './state.ts';
import { countIn, sumTallies, type Totals, talliesOf } from './tally.ts';
import { createTrackedLease, stateSince, type TrackedLease, takeoverDueAt } from './tracked.ts';

/** See `BookListener.handover`. */
export type Again = 'told' | 'renamed';

/** Told synchronously, in the order of what happened. */
export type BookListener = {
  /** Anything a person would see changed, also its state, but its mere age. */
  rowChanged(lease: TrackedLease): void;
  /** Its renewTime moved under one holder; `rowChanged` may follow. */
  renewed(lease: TrackedLease): void;
  removed(lease: TrackedLease): void;
  /**
   * New, or completed: a handover without `to` comes again with the same id once somebody takes over. `again`: it was told
   * before that somebody took over, and now more is known of it; `renamed`: by another id, which whoever keeps the run
   * before has to know, and nobody else.
   */
  handover(handover: Handover, lease: TrackedLease, again?: Again): void;
};

/** What the judgement of one Lease rests on besides the Lease. */
export type Judging = { health: FeedHealth; feedSince: number | null; latencyAllowanceMs: number };

export type LeaseBook = {
  /** A sink for one reflector; Leases of different scopes must not overlap. */
  addScope(): LeaseScope;
  get(namespace: string, name: string): TrackedLease | undefined;
  /** Of these namespaces; null, or nothing, for all. So with the others. */
  elections(among?: ReadonlySet<string> | null): Iterable<TrackedLease>;
  heartbeats(among?: ReadonlySet<string> | null): Iterable<TrackedLease>;
  judging(lease: TrackedLease): Judging;
  /**
   * Judges by the time alone; call it some four times a second. Answers at most one Lease a scope that is late, would
   * turn expired, or be vacant for too long, if its watch were proved to be alive: the caller has it probed (field guide
   * §10).
   */
  sweep(now: number): TrackedLease[];
  /**
   * From now on, and for what was listed before, the API server's stamps tell ages at first sight: it is
   * 1.25 or newer (field guide §8).
   */
  trustStamps(): void;
  totals(among?: ReadonlySet<string> | null): Totals;
  /**
   * Joins this run to the one before, once, after the scope's first list. `known`: all of the scope's Leases as they
   * were kept; `watchedUntil`: when watching a namespace ended, epoch ms, null where it never began; `readAt`: when
   * this was read; `clocksApartMs`: how far apart the clocks of those who keep it may be, 0 where nobody else does.
   * What changed meanwhile is told as handovers that nobody saw, unless somebody else watches still. `remembers` must
   * have been set.
   */
  join(scope: number, joining: Omit<Joining, 'listedAt'>): void;
  /** When it was handed over in the last 24 h, oldest first, as far as is kept (epoch ms). */
  handedOver(namespace: string, name: string, times: readonly number[]): void;
};

/** Deleted Leases that are remembered, so that a recreation is known for one. */
const REMEMBERED_GONE = 2000;
/** Heartbeats are many and slow, renewed every 10 s: their states are looked at every other second. */
const HEARTBEAT_SWEEP_MS = 2000;
/** The least latency allowed for when bounding clocks, ms (field guide §8). */
const LEAST_LATENCY_MS = 50;
const NO_FEED: FeedHealth = { live: false, provenAt: null, resumedAt: null, lostAt: null };

/** `remembers`: how Leases were first seen, for `join`. `draw`: see `createRowKeys`. */
export function createLeaseBook(
  listener: BookListener,
  { remembers, draw }: { remembers: boolean; draw: (below: number) => number },
): LeaseBook {
  const elections = createLeaseIndex<TrackedLease>();
  const heartbeats = createLeaseIndex<TrackedLease>();
  const gone = new Map<string, TrackedLease>();
  /** Named by the first list and gone before it was joined, by name. */
  const unjoined = new Map<string, TrackedLease>();
  const scopes: Scope[] = [];
  const nextKey = createRowKeys(draw);
  let stampsTrusted = false;
  let heartbeatsSweptAt = Number.NEGATIVE_INFINITY;

  const find = (namespace: string, name: string) =>
    namespace === 'kube-node-lease'
      ? (heartbeats.get(namespace, name) ?? elections.get(namespace, name))
      : (elections.get(namespace, name) ?? heartbeats.get(namespace, name));

  function* all(): Iterable<TrackedLease> {
    yield* elections.values();
    yield* heartbeats.values();
  }

  function apply(scope: Scope, record: LeaseRecord, moment: Moment, origin: Origin): void {
    const lease = find(record.namespace, record.name);
    if (lease === undefined || lease.record.uid !== record.uid) {
      if (lease !== undefined) remove(scope, lease, moment);
      appear(scope, record, moment, origin);
      return;
    }
    lease.listedIn = scope.listing;
    const { class: classBefore, elects: electedBefore } = lease;
    const { renewed, changed, handover } = observe(lease, record, moment);
    if (!renewed && !changed) return;
    if (lease.class !== classBefore) {
      countIn(scope.tally, record.namespace, classBefore, lease.state, -1);
      countIn(scope.tally, record.namespace, lease.class, lease.state, 1);
      if (lease.elects !== electedBefore) file(lease);
    }
    const judged = scope.health.live && judge(scope, lease, moment.arrivedAt);
    if (handover !== null) listener.handover(handover, lease);
    if (renewed) listener.renewed(lease);
    if (changed || judged) listener.rowChanged(lease);
  }

  function appear(scope: Scope, record: LeaseRecord, moment: Moment, origin: Origin): void {
    const lease = createTrackedLease(nextKey(), scope.index, record, moment.arrivedAt);
    lease.listedIn = scope.listing;
    const key = leaseKey(record);
    const predecessor = gone.get(key) ?? null;
    gone.delete(key);
    const handover = firstSight(lease, record, moment, origin, predecessor);
    // Whoever creates what was listed vacant has taken it, from whom only the run before may know.
    if (predecessor?.sight?.moved === false && predecessor.sight.holder === null)
      predecessor.sight.moved = { record, moment, told: handover };
    if (remembers && lease.elects && origin === 'first-list') {
      lease.sight = { record, holder: lease.holder, moment, moved: false };
    }
    if (handover !== null) rememberHandover(lease, handover);
    file(lease);
    countIn(scope.tally, record.namespace, lease.class, lease.state, 1);
    judge(scope, lease, moment.arrivedAt);
    if (handover !== null) listener.handover(handover, lease);
    listener.rowChanged(lease);
  }

  function remove(scope: Scope, lease: TrackedLease, moment: Moment): void {
    const { namespace, name } = lease.record;
    elections.delete(namespace, name);
    heartbeats.delete(namespace, name);
    countIn(scope.tally, namespace, lease.class, lease.state, -1);
    if (lease.elects) {
      const handover = departure(lease, moment);
      if (handover !== null) {
        rememberHandover(lease, handover);
        listener.handover(handover, lease);
      }
      bury(lease);
      if (lease.sight !== null) unjoined.set(leaseKey(lease.record), lease);
    }
    listener.removed(lease);
  }

  function bury(lease: TrackedLease): void {
    const key = leaseKey(lease.record);
    gone.set(key, lease);
    if (gone.size > REMEMBERED_GONE) gone.delete(gone.keys().next().value ?? key);
  }

  function file(lease: TrackedLease): void {
    const { namespace, name } = lease.record;
    (lease.elects ? elections : heartbeats).set(namespace, name, lease);
    (lease.elects ? heartbeats : elections).delete(namespace, name);
  }

  /** As if its feed were live: a feed that is not makes the state unknown where it is read. */
  function judge(scope: Scope, lease: TrackedLease, now: number): boolean {
    const { provenAt, resumedAt, lostAt } = scope.health;
    const state = leaseState(lease, now, { live: true, provenAt, resumedAt, lostAt });
    if (state === lease.state) return false;
    countIn(scope.tally, lease.record.namespace, lease.class, lease.state, -1);
    countIn(scope.tally, lease.record.namespace, lease.class, state, 1);
    lease.stateSince = stateSince(lease, state, now);
    lease.state = state;
    return true;
  }

  function sweepAll(leases: Iterable<TrackedLease>, now: number, unproved: Map<number, TrackedLease>): void {
    for (const lease of leases) {
      const scope = scopes[lease.scope];
      if (scope === undefined || !scope.health.live) continue;
      if (lease.lastRenewalAt === null) sightForAge(lease, now);
      if (judge(scope, lease, now)) listener.rowChanged(lease);
      if (!unproved.has(scope.index) && wantsProof(lease, scope.health, now)) {
        unproved.set(scope.index, lease);
      }
    }
  }

  return {
    addScope() {
      const scope = createScope(scopes.length);
      scopes.push(scope);
      return scopeSink(scope, {
        apply: (record, moment, origin) => apply(scope, record, moment, origin),
        remove: (lease, moment) => remove(scope, lease, moment),
        find,
        all,
        clock: () => (stampsTrusted ? scope.clock : null),
      });
    },
    get: find,
    elections: elections.values,
    heartbeats: heartbeats.values,
    judging(lease) {
      const scope = scopes[lease.scope];
      return {
        health: scope?.health ?? NO_FEED,
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
      for (const lease of all()) {
        if (lease.lastRenewalAt !== null) continue;
        const clock = scopes[lease.scope]?.clock ?? null;
        const { at } = listedMoment(lease.record, Number.POSITIVE_INFINITY, clock, null);
        lease.lastRenewalAt = at;
        lease.holderRenewedAt = at;
        if (lease.state !== 'vacant' || lease.vacantSince !== null) continue;
        lease.vacantSince = at;
        lease.stateSince = at;
        listener.rowChanged(lease);
      }
    },
    join(index, joining) {
      const listedAt = scopes[index]?.firstListedAt;
      if (listedAt === null || listedAt === undefined) return;
      const joined: JoinedBook = {
        find,
        left(key) {
          const lease = unjoined.get(key);
          unjoined.delete(key);
          return lease;
        },
        elections: () => elections.values(),
        bury: (lease) => void (gone.has(leaseKey(lease.record)) || bury(lease)),
        listener,
      };
      joinBook(joined, index, { ...joining, listedAt });
    },
    handedOver(namespace, name, times) {
      const lease = find(namespace, name);
      if (lease === undefined || sameTimes(lease.handoverTimes, times)) return;
      lease.handoverTimes = times;
      listener.rowChanged(lease);
    },
    totals: (among = null) =>
      sumTallies(
        scopes.flatMap(({ tally, health: { live } }) =>
          talliesOf(tally, among).map((own) => ({ tally: own, live })),
        ),
      ),
  };
}

function sameTimes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((time, index) => time === b[index]);
}

/**
 * A Lease without a usable stamp that has not changed for a whole duration of our watching was not renewed in
 * it, as a candidate of client-go would conclude (field guide §2): it is as old as our sight of that life, or older.
 */
function sightForAge(lease: TrackedLease, now: number): void {
  if (lease.expiresAfterMs === null || now - lease.undatedSince <= lease.expiresAfterMs) return;
  lease.lastRenewalAt = lease.undatedSince;
}

/**
 * It is late, past its duration, or nobody holds it though somebody should by now, and the watch has not been proved to
 * the moment of which that is said. Once it is, it is not asked for again: not every second for what was left behind.
 */
function wantsProof(lease: TrackedLease, { provenAt, resumedAt }: FeedHealth, now: number): boolean {
  const at =
    lease.state === 'late'
      ? lateFrom(lease, resumedAt, now)
      : lease.state === 'vacant'
        ? takeoverDueAt(lease)
        : null;
  return at !== null && now > at && (provenAt === null || provenAt < at);
}

/** When it expired, or where it has not yet, when it began to be late: nothing is late by what an outage hid. */
function lateFrom(lease: TrackedLease, resumedAt: number | null, now: number): number | null {
  const { lastRenewalAt, lateAfterMs, expiresAfterMs } = lease;
  if (lastRenewalAt === null) return null;
  const expiredAt = expiresAfterMs === null ? null : lastRenewalAt + expiresAfterMs;
  const lateAt = lateAfterMs === null ? null : Math.max(lastRenewalAt, resumedAt ?? 0) + lateAfterMs;
  return expiredAt !== null && now > expiredAt ? Math.max(expiredAt, lateAt ?? 0) : lateAt;
}
