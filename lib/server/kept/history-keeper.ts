/**
 * Tells the history what happens: handovers at once; each second what changed of any Lease and how far it was
 * watched; each minute what renewals amounted to. And joins this run to what was kept of the one before.
 */
import { clocksApartMs } from '../../history/clocks-apart.ts';
import type { Batch, History, WatchedStretch } from '../../history/history.ts';
import type { LeaseBook } from '../../lease/book.ts';
import { knownOf } from '../../lease/continuity.ts';
import type { ScopeFeed } from '../../lease/feed.ts';
import type { Handover } from '../../lease/handover.ts';
import { type KnownLease, sameKnown } from '../../lease/known.ts';
import { isOnlyElected, ownDurationMs } from '../../lease/own-duration.ts';
import { leaseKey } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import { createSilences } from '../alerts/silences.ts';
import { wholeMs } from '../api/whole-ms.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import { createFeedTimes } from './feed-times.ts';
import { createMinuteSums } from './minute-sums.ts';
import type { MinuteSource } from './renewal-minutes.ts';
import { createWatchedStretches } from './watched-stretches.ts';
import { createWitnesses, type Witness } from './witnesses.ts';

const TICK_MS = 1000;
const KNOWN_AGAIN_MS = 1000;
const TIMES_EVERY_MS = 30_000;
const DAY_MS = 86_400_000;

export type HistoryKeeperOptions = {
  history: History;
  book: Pick<LeaseBook, 'get' | 'elections' | 'join' | 'handedOver'>;
  feeds: () => readonly ScopeFeed[];
  minutes: MinuteSource;
  /** Events about a Lease, where they may be read. */
  witness: Witness;
  /** Tells a handover that was told before again, now that more is known of it. */
  retell: (handover: Handover, lease: TrackedLease) => void;
  now: () => number;
  timers: Timers;
  log: Log;
};
export type HistoryKeeper = ReturnType<typeof createHistoryKeeper>;

export function createHistoryKeeper({
  history,
  book,
  feeds,
  minutes,
  witness,
  retell,
  now,
  timers,
  log,
}: HistoryKeeperOptions) {
  /** Of Leases that elect, what may have to be written; and what was written last of each. */
  const changed = new Set<TrackedLease>();
  const written = new Map<string, KnownLease>();
  const silences = createSilences();
  /** Watched, but nothing may be said of it before its Leases are: the next run would take them all for new. */
  let unsaid: WatchedStretch[] = [];
  const watched = createWatchedStretches();
  const { seenUntil, seenBy, liveSince, heardUntil } = createFeedTimes(feeds, book);
  let known: (Awaited<ReturnType<History['reads']['known']>> & { readAt: number }) | null = null;
  const joined = new Set<number>();
  /** While a scope is joined: what nobody has followed, by Lease. */
  let departed: Map<string, Handover> | null = null;
  /** Told of before their scope was joined: their states follow as soon as it is, and those of the others by and by. */
  const handed = new Set<TrackedLease>();
  const sums = createMinuteSums({ minutes, from: now(), record: history.record, timers });
  const witnesses = createWitnesses({
    witness,
    told(handover) {
      const lease = book.get(handover.namespace, handover.name);
      if (lease !== undefined) retell(handover, lease);
    },
    now,
    timers,
    log,
  });
  let timesAt = Number.NEGATIVE_INFINITY;
  let stopAsking = (): void => undefined;
  let stopTicking = (): void => undefined;

  function join(): void {
    if (known === null) return;
    for (const [index, feed] of feeds().entries()) {
      if (joined.has(index) || feed.state !== 'live') continue;
      joined.add(index);
      const inScope = known.leases.filter(
        ({ namespace }) => feed.namespace === null || namespace === feed.namespace,
      );
      for (const one of inScope) written.set(leaseKey(one), one);
      const { watchedUntil: ends, readAt } = known;
      departed = new Map();
      const until = (namespace: string): number | null => watchedUntil(ends, namespace);
      const apartMs = clocksApartMs(history.status().kind);
      book.join(index, { known: inScope, watchedUntil: until, readAt, clocksApartMs: apartMs });
      history.record({ leases: inScope.filter(isMissing).map(asGone) });
      departed = null;
      for (const lease of book.elections()) if (lease.scope === index) changed.add(lease);
    }
    if (handed.size > 0) history.record(changes(Math.round(now()), handed));
    for (const lease of handed) if (joined.has(lease.scope)) handed.delete(lease);
  }

  function isMissing({ namespace, name, goneAt }: KnownLease): boolean {
    return goneAt === null && book.get(namespace, name) === undefined;
  }

  /** Deleted while nobody watched, or before it was joined: said once, or each run would find it deleted anew. */
  function asGone(known: KnownLease): KnownLease {
    const key = leaseKey(known);
    written.delete(key);
    const at = Math.round(now());
    const openHandover = departed?.get(key) ?? known.openHandover;
    return { ...known, openHandover, seenAt: Math.max(at, known.seenAt), goneAt: at };
  }

  /** What is kept never goes back to what was seen earlier; a clock that was set back does, and sees what is new. */
  function stateOf(lease: TrackedLease, at: number, goneAt: number | null): KnownLease {
    const before = written.get(leaseKey(lease.record));
    const known = knownOf(lease, Math.max(at, before?.seenAt ?? at), goneAt);
    return wholeMs({ ...known, durationMs: ownDurationMs(lease, before?.durationMs ?? null) });
  }

  /** What is worth keeping of those that changed, and what of it is a changed duration. */
  function changes(at: number, of: Iterable<TrackedLease> = changed): Pick<Batch, 'leases' | 'durations'> {
    const leases: KnownLease[] = [];
    const durations: Batch['durations'] = [];
    for (const lease of of) {
      // Until it is joined nobody knows what of it is new: what was kept must not be written over.
      if (!joined.has(lease.scope)) continue;
      // Its holder's first renewal may say nothing new, but that the duration is its own.
      if (!isOnlyElected(lease)) changed.delete(lease);
      const { namespace, name } = lease.record;
      if (book.get(namespace, name) !== lease) continue;
      const next = stateOf(lease, at, null);
      const before = written.get(leaseKey(next));
      if (before !== undefined && sameKnown(before, next)) continue;
      written.set(leaseKey(next), next);
      leases.push(next);
      // What was not known before is no other one now.
      if (before === undefined || before.durationMs === null || before.durationMs === next.durationMs)
        continue;
      durations.push({ namespace, name, at, beforeMs: before.durationMs, afterMs: next.durationMs });
    }
    return { leases, durations };
  }

  function tick(): void {
    join();
    const at = Math.round(now());
    history.record({
      watched: sayable(watched.take(feeds())),
      silences: silences.lasting(at, seenUntil),
      ...changes(at),
    });
    sums.tick(at, heardUntil(at));
    if (at - timesAt >= TIMES_EVERY_MS) {
      timesAt = at;
      readTimes(at).catch((error: unknown) => log.debug({ err: error }, 'counts of 24 h could not be read'));
    }
  }

  function sayable(stretches: readonly WatchedStretch[]): WatchedStretch[] {
    const scopes = feeds().map(({ namespace }) => namespace);
    const isJoined = ({ scope }: WatchedStretch): boolean => joined.has(scopes.indexOf(scope));
    const all = latest([...unsaid, ...stretches]);
    unsaid = all.filter((stretch) => !isJoined(stretch));
    return all.filter(isJoined);
  }

  /** The store knows nothing of this run any more: all states are told again, and watching begins anew. */
  function tellAll(): void {
    written.clear();
    for (const lease of book.elections()) changed.add(lease);
    unsaid = [];
    watched.restart(now());
  }

  /** It is asked until it answers: without it nothing of any Lease could be written. */
  async function readKnown(): Promise<void> {
    try {
      const read = await history.reads.known();
      known = { ...read, readAt: now() };
      tick();
    } catch (error) {
      log.warn({ err: error }, 'what was kept before could not be read; it is asked again');
      stopAsking = timers.after(KNOWN_AGAIN_MS, () => void readKnown());
    }
  }

  async function readTimes(at: number): Promise<void> {
    if (known === null || history.status().state !== 'ready') return;
    await history.flush();
    const flushedAt = at;
    const kept = new Map(
      (await history.reads.handoverTimes(at - DAY_MS)).map((one) => [leaseKey(one), one.times]),
    );
    for (const lease of [...book.elections()]) {
      const times = kept.get(leaseKey(lease.record)) ?? [];
      // A store that was lost knows less than what this run saw.
      if (times.length < lease.handoverTimes.filter((time) => time > at - DAY_MS).length) continue;
      const since = lease.handoverTimes.filter(
        (time) => time > flushedAt && !times.includes(Math.round(time)),
      );
      const { namespace, name } = lease.record;
      book.handedOver(namespace, name, since.length === 0 ? times : [...times, ...since]);
    }
  }

  return {
    handover(handover: Handover): void {
      const { namespace, name } = handover;
      if (handover.to === null) departed?.set(leaseKey(handover), handover);
      const lease = book.get(namespace, name);
      const of = lease?.elects ? [lease] : [];
      const isJoined = departed === null && lease !== undefined && joined.has(lease.scope);
      if (!isJoined) for (const one of of) handed.add(one);
      // Told together they are kept together.
      history.record({ handovers: [handover], ...(isJoined ? changes(Math.round(now()), of) : {}) });
      witnesses.ask(handover);
    },
    rowChanged(lease: TrackedLease): void {
      if (lease.elects) changed.add(lease);
      const told = silences.changed(lease, Math.round(now()), liveSince);
      if (told !== null) history.record({ silences: [told] });
    },
    renewed(lease: TrackedLease): void {
      const told = silences.renewed(lease, seenBy);
      if (told !== null) history.record({ silences: [told] });
    },
    removed(lease: TrackedLease): void {
      changed.delete(lease);
      handed.delete(lease);
      const silent = silences.removed(lease, seenUntil(lease));
      if (silent !== null) history.record({ silences: [silent] });
      if (!lease.elects || !joined.has(lease.scope)) return;
      const at = Math.round(now());
      history.record({ leases: [stateOf(lease, at, at)] });
      written.delete(leaseKey(lease.record));
    },
    /** What is watched now, also what is not proved, and so not kept, yet. */
    watching: () => watched.underWay(feeds(), now()),
    /** What is silent now for longer than it may be. */
    silent: () => silences.underWay(now()),
    /** A scope may have become live: then, and before anything else of it is told, it is joined. */
    feedChanged: join,
    /** `aliases`: what the cluster is known by, best first. Resolves when what was kept has been joined. */
    async start(cluster: Parameters<History['open']>[0]): Promise<void> {
      stopTicking = timers.every(TICK_MS, tick);
      history.onEmptied(tellAll);
      await history.open(cluster);
      await readKnown();
    },
    /** The last words of this run. */
    async stop(withinMs: number): Promise<void> {
      stopAsking();
      stopTicking();
      witnesses.stop();
      sums.finish(now(), heardUntil(now()));
      tick();
      history.record({ silences: silences.lasting(Math.round(now()), seenUntil, true) });
      await history.close(withinMs);
    },
  };
}

/** Of a stretch that was told several times the last telling. */
function latest(stretches: readonly WatchedStretch[]): WatchedStretch[] {
  return [...new Map(stretches.map((one) => [`${one.scope} ${one.from}`, one])).values()];
}

/** What several scopes say, of which a scope for the whole cluster speaks for each. */
function watchedUntil(
  watched: readonly { scope: string | null; at: number }[],
  namespace: string,
): number | null {
  const of = watched.filter(({ scope }) => scope === null || scope === namespace).map(({ at }) => at);
  return of.length === 0 ? null : Math.max(...of);
}
