/**
 * What waits to be written, in bounded memory. Events go first, then states, and what was watched goes last: it
 * must not be kept before what happened in it. The state of a Lease that changed hands goes with the last of its
 * handovers, in one transaction: a run that ended between the two would leave one that the next run does not know of.
 * When there is too much, the oldest renewals are given up, then the oldest events, and the time in which what is kept
 * is wrong without them is not called watched.
 */
import type { Handover } from '../lease/handover.ts';
import type { KnownLease } from '../lease/known.ts';
import { createEventQueue } from './event-queue.ts';
import type { Batch, WatchedStretch } from './history.ts';
import { createLatest } from './latest.ts';
import { withLost } from './lost-stretches.ts';
import type { LostStretch } from './store-calls.ts';
import { createWaitingEvents, emptyBatch, nameOf } from './waiting-events.ts';

const MINUTE_MS = 60_000;
/** A store that comes back lacks what was written last: what is older than so many is there. */
const MOST_HANDED = 10_000;

type Told = 'alerts' | 'alertSilences' | 'deliveries';

/** A part to be written in one transaction; `written` when it is, `refused` when it never can be. */
export type Taken = { batch: Batch; written(): void; refused(): void };

export type WriteBuffer = {
  add(part: Partial<Batch>): void;
  /**
   * All that waits now, in parts of `rows` rows at most; a part is still waiting until it is said to be written.
   * Parts are made as they are asked for.
   */
  parts(rows: number): Generator<Taken>;
  waiting(): number;
  isEmpty(): boolean;
  /** How many events were given up. */
  lost(): number;
  lostStretches(): LostStretch[];
  /**
   * What was written in this time is gone: it is not called watched, and every state is written again. So is the last
   * handover of each Lease, by which alone the store knows who holds it afterwards, and that one is gone; but where it
   * was `created` nothing is there that would have to be continued. Else never while parts are written.
   */
  writtenLost(time: LostStretch, created: boolean): void;
};

export function createWriteBuffer(limit: number): WriteBuffer {
  const events = createWaitingEvents();
  const minutes = createEventQueue<Batch['minutes'][number]>();
  /** By name; what was told later replaces what was told before. */
  const leases = new Map<string, KnownLease>();
  const watched = new Map<string, WatchedStretch>();
  /** The last state of each Lease that exists: for a store that lost them. */
  const current = new Map<string, KnownLease>();
  /** The same of those that are gone, the last of them last. */
  const gone = new Map<string, KnownLease>();
  /** The last handover of each Lease that was written, the latest of them last: for a store that lost it. */
  const handed = new Map<string, Handover>();
  const alerts = createLatest<Batch['alerts'][number]>(({ id }) => id);
  const alertSilences = createLatest<Batch['alertSilences'][number]>(
    ({ id }) => id,
    (next, before) => next.until <= before.until,
  );
  const deliveries = createLatest<Batch['deliveries'][number]>(
    ({ receiver, alertId }) => `${receiver} ${alertId}`,
    (next, before) => next.at >= before.at,
  );
  const latest = [alerts, alertSilences, deliveries];
  let summedTo: number | null = null;
  let lost = 0;
  let lostStretches: LostStretch[] = [];

  function giveUp(time: LostStretch | null): void {
    lost += 1;
    if (time !== null) lostStretches = withLost(lostStretches, time);
  }

  function bound(): void {
    while (events.size() + minutes.size() > limit) {
      const minute = minutes.shift();
      if (minute !== undefined) {
        giveUp({ from: minute.minute, to: minute.minute + MINUTE_MS });
        continue;
      }
      const time = events.shift();
      if (time !== undefined) giveUp(time);
    }
    for (const [name, lease] of leases) {
      if (leases.size <= limit) break;
      leases.delete(name);
      giveUp({ from: lease.seenAt, to: lease.seenAt + 1 });
    }
    for (const name of current.keys()) {
      if (current.size <= limit) break;
      current.delete(name);
    }
    lost += latest.reduce((sum, states) => sum + states.bound(limit), 0);
  }

  function* partsOf<K extends Told>(
    kind: K,
    states: ReturnType<typeof createLatest<Batch[K][number]>>,
    rows: number,
  ): Generator<Taken> {
    for (const part of states.parts(rows)) {
      const refused = (): void => {
        part.refused();
        lost += part.items.length;
      };
      yield { batch: { ...emptyBatch(), [kind]: part.items }, written: part.written, refused };
    }
  }

  function addLease(lease: KnownLease): void {
    const name = nameOf(lease);
    leases.set(name, lease);
    const [own, other] = lease.goneAt === null ? [current, gone] : [gone, current];
    own.set(name, lease);
    other.delete(name);
    if (gone.size > MOST_HANDED) gone.delete(gone.keys().next().value ?? name);
  }

  function statesWritten(some: readonly (readonly [string, KnownLease])[]): void {
    for (const [name, lease] of some) if (leases.get(name) === lease) leases.delete(name);
  }

  function handoversWritten(some: readonly Handover[]): void {
    for (const handover of some) {
      const name = nameOf(handover);
      if (handover.at < (handed.get(name)?.at ?? handover.at)) continue;
      handed.delete(name);
      handed.set(name, handover);
      if (handed.size > MOST_HANDED) handed.delete(handed.keys().next().value ?? name);
    }
  }

  function addWatched(stretch: WatchedStretch): void {
    const name = `${stretch.scope ?? ''}/${stretch.from}`;
    const until = Math.max(stretch.to, watched.get(name)?.to ?? stretch.to);
    watched.set(name, { ...stretch, to: until });
  }

  return {
    add(part) {
      events.add(part);
      for (const item of part.minutes ?? []) minutes.push(item);
      for (const lease of part.leases ?? []) addLease(lease);
      for (const stretch of part.watched ?? []) addWatched(stretch);
      summedTo = part.summedTo ?? summedTo;
      for (const alert of part.alerts ?? []) alerts.set(alert);
      for (const silence of part.alertSilences ?? []) alertSilences.set(silence);
      for (const delivery of part.deliveries ?? []) deliveries.set(delivery);
      bound();
    },
    *parts(rows) {
      // What is told while this is written waits for the next time, or else it would never end.
      const eventsEnd = events.end();
      const minutesEnd = minutes.end();
      const apart = new Map(leases);
      const handedAt = new Map([...leases.keys()].map((name) => [name, events.handedAt(name)]));
      const stretches = [...watched];
      const summed = summedTo;
      const moved = events.moved();
      for (let at = 0; ; ) {
        const taken = events.take(at, eventsEnd, rows);
        if (taken === null) break;
        at = taken.mark;
        const some: [string, KnownLease][] = [];
        for (const name of taken.names) {
          const lease = apart.get(name);
          // One that changes hands again in a later part is as it is then.
          if (lease === undefined || (handedAt.get(name) ?? 0) > taken.mark) continue;
          apart.delete(name);
          some.push([name, lease]);
        }
        const over = (): void => {
          taken.remove();
          statesWritten(some);
        };
        const written = (): void => {
          over();
          handoversWritten(taken.batch.handovers);
        };
        const refused = (): void => {
          over();
          for (const time of taken.times()) giveUp(time);
        };
        yield { batch: { ...taken.batch, leases: some.map(([, lease]) => lease) }, written, refused };
      }
      // One that changed hands meanwhile goes with that.
      const states = [...apart].filter(([name]) => (events.handedAt(name) ?? 0) <= eventsEnd);
      for (let at = 0; ; ) {
        const { items, mark } = minutes.peek(at, minutesEnd, rows);
        if (items.length === 0) break;
        at = mark;
        const written = (): void => minutes.removeUntil(mark);
        const refused = (): void => {
          written();
          for (const { minute } of items) giveUp({ from: minute, to: minute + MINUTE_MS });
        };
        yield { batch: { ...emptyBatch(), minutes: items }, written, refused };
      }
      yield* partsOf('alerts', alerts, rows);
      yield* partsOf('alertSilences', alertSilences, rows);
      yield* partsOf('deliveries', deliveries, rows);
      for (let start = 0; start === 0 || start < states.length; start += rows) {
        const some = states.slice(start, start + rows);
        // What was moved behind the end of this round is written in the next, and so is that it was watched.
        const isSaid = start + rows >= states.length && events.moved() === moved;
        const said = isSaid ? stretches : [];
        const summedNow = isSaid ? summed : null;
        if (some.length === 0 && said.length === 0 && summedNow === null) return;
        const written = (): void => {
          statesWritten(some);
          for (const [name, stretch] of said) if (watched.get(name) === stretch) watched.delete(name);
          if (summedTo === summedNow) summedTo = null;
        };
        const refused = (): void => {
          written();
          for (const [, { seenAt }] of some) giveUp({ from: seenAt, to: seenAt + 1 });
        };
        const batch = {
          ...emptyBatch(),
          leases: some.map(([, lease]) => lease),
          watched: said.map(([, stretch]) => stretch),
          summedTo: summedNow,
        };
        yield { batch, written, refused };
      }
    },
    waiting: () => events.size() + minutes.size(),
    isEmpty: () =>
      events.size() + minutes.size() + leases.size + watched.size === 0 &&
      summedTo === null &&
      latest.every((states) => states.isEmpty()),
    lost: () => lost,
    lostStretches: () => lostStretches,
    writtenLost(time, created) {
      if (time.from < time.to) lostStretches = withLost(lostStretches, time);
      for (const [name, lease] of current) if (!leases.has(name)) leases.set(name, lease);
      // A stamp that is a little earlier than what was watched then.
      const since = created ? Number.POSITIVE_INFINITY : time.from - MINUTE_MS;
      for (const [name, lease] of gone)
        if (!leases.has(name) && (lease.goneAt ?? since) >= since) leases.set(name, lease);
      events.again([...handed.values()].filter(({ at }) => at >= since));
      bound();
      for (const states of latest) states.again();
    },
  };
}
