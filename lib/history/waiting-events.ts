/** What happened and waits to be written, in the order in which it was told. */
import { createEventQueue } from './event-queue.ts';
import type { Batch } from './history.ts';
import type { LostStretch } from './store-calls.ts';

const MINUTE_MS = 60_000;

type Kind = 'handovers' | 'silences' | 'durations' | 'slow' | 'places';
type Event = { [K in Kind]: { kind: K; item: Batch[K][number] } }[Kind];
type Named = { namespace: string; name: string };

export type WaitingEvents = {
  add(part: Partial<Batch>): void;
  size(): number;
  /** The mark behind the newest. */
  end(): number;
  /** Up to `most` of those between two marks, and the mark behind the last of them; null when there is none. */
  take(from: number, until: number, most: number): TakenEvents | null;
  /** Gives up the oldest; when it was, and null where it is only looked up again. Undefined when there is none. */
  shift(): LostStretch | null | undefined;
  /** The mark behind the last handover of this Lease that waits; null when none does. */
  handedAt(name: string): number | null;
};
export type TakenEvents = {
  batch: Batch;
  mark: number;
  /** Those that changed hands in it, as `nameOf` names them. */
  names: Set<string>;
  remove(): void;
  /** When each was, where it cannot be looked up again. */
  times(): (LostStretch | null)[];
};

export function createWaitingEvents(): WaitingEvents {
  const events = createEventQueue<Event>();
  const handedAt = new Map<string, number>();

  function push(event: Event): void {
    events.push(event);
    if (event.kind === 'handovers') handedAt.set(nameOf(event.item), events.end());
  }

  function removed(items: readonly Event[]): void {
    const head = events.end() - events.size();
    for (const { kind, item } of items) {
      if (kind !== 'handovers') continue;
      const mark = handedAt.get(nameOf(item));
      if (mark !== undefined && mark <= head) handedAt.delete(nameOf(item));
    }
  }

  return {
    add(part) {
      for (const item of part.handovers ?? []) push({ kind: 'handovers', item });
      for (const item of part.silences ?? []) push({ kind: 'silences', item });
      for (const item of part.durations ?? []) push({ kind: 'durations', item });
      for (const item of part.slow ?? []) push({ kind: 'slow', item });
      for (const item of part.places ?? []) push({ kind: 'places', item });
    },
    size: events.size,
    end: events.end,
    take(from, until, most) {
      const { items, mark } = events.peek(from, until, most);
      if (items.length === 0) return null;
      const batch = batchOf(items);
      return {
        batch,
        mark,
        names: new Set(batch.handovers.map(nameOf)),
        remove() {
          events.removeUntil(mark);
          removed(items);
        },
        times: () => items.map(timeOf),
      };
    },
    shift() {
      const event = events.shift();
      if (event === undefined) return undefined;
      removed([event]);
      return timeOf(event);
    },
    handedAt: (name) => handedAt.get(name) ?? null,
  };
}

export function nameOf({ namespace, name }: Named): string {
  return `${namespace}/${name}`;
}

export function emptyBatch(): Batch {
  return {
    leases: [],
    handovers: [],
    minutes: [],
    slow: [],
    silences: [],
    durations: [],
    watched: [],
    places: [],
    alerts: [],
    alertSilences: [],
    deliveries: [],
  };
}

function batchOf(events: readonly Event[]): Batch {
  const batch = emptyBatch();
  for (const event of events) {
    if (event.kind === 'handovers') batch.handovers.push(event.item);
    else if (event.kind === 'silences') batch.silences.push(event.item);
    else if (event.kind === 'durations') batch.durations.push(event.item);
    else if (event.kind === 'slow') batch.slow.push(event.item);
    else batch.places.push(event.item);
  }
  return batch;
}

/** Where a holder ran is only looked up again. */
function timeOf(event: Event): LostStretch | null {
  if (event.kind === 'places') return null;
  if (event.kind === 'silences') return { from: event.item.from, to: event.item.to };
  if (event.kind === 'slow') return { from: event.item.minute, to: event.item.minute + MINUTE_MS };
  return { from: event.item.at, to: event.item.at + 1 };
}
