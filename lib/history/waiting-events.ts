/** What happened and waits to be written, in the order in which it was told. */
import type { Handover } from '../lease/handover.ts';
import { createEventQueue } from './event-queue.ts';
import type { Batch } from './history.ts';
import type { LostStretch } from './store-calls.ts';

const MINUTE_MS = 60_000;

type Kind = 'handovers' | 'silences' | 'durations' | 'slow' | 'places';
type Event = { [K in Kind]: { kind: K; item: Batch[K][number] } }[Kind];
type Named = { namespace: string; name: string };

export type WaitingEvents = {
  add(part: Partial<Batch>): void;
  /** What was written and is lost, and happened before all that waits. No mark of before holds any more. */
  again(handovers: readonly Handover[]): void;
  size(): number;
  /** The mark behind the newest. */
  end(): number;
  /** Up to `most` of those between two marks, and the mark behind the last of them; null when there is none. */
  take(from: number, until: number, most: number): TakenEvents | null;
  /**
   * Gives up the oldest; when what is kept is wrong without it, and null where it is told again. Undefined when there is
   * none. The last handover of each Lease stays while there is anything else: nothing later would tell who holds it.
   */
  shift(): LostStretch | null | undefined;
  /** How often one that stays was moved behind all others. */
  moved(): number;
  /** The mark behind the last handover of this Lease that waits; null when none does. */
  handedAt(name: string): number | null;
};
export type TakenEvents = {
  batch: Batch;
  mark: number;
  /** Those that changed hands in it, as `nameOf` names them. */
  names: Set<string>;
  remove(): void;
  /** As `shift` answers, of each. */
  times(): (LostStretch | null)[];
};

export function createWaitingEvents(): WaitingEvents {
  const events = createEventQueue<Event>();
  /** Of each Lease the mark behind the last handover that waits, and the one that lies last. */
  const lasts = new Map<string, { mark: number; latest: Handover }>();
  /** What ended the tenure that it began. */
  const followers = new WeakMap<Handover, Handover>();
  let latestAt = Number.NEGATIVE_INFINITY;
  let moved = 0;

  function push(event: Event): void {
    events.push(event);
    if (event.kind !== 'handovers') return;
    const { item } = event;
    const before = lasts.get(nameOf(item))?.latest;
    // One of the past may be told again.
    const [earlier, latest] = before === undefined || before.at <= item.at ? [before, item] : [item, before];
    if (earlier !== undefined && earlier !== latest) followers.set(earlier, latest);
    lasts.set(nameOf(item), { mark: events.end(), latest });
    latestAt = Math.max(latestAt, latest.at);
  }

  function removed(items: readonly Event[]): void {
    const head = events.end() - events.size();
    for (const { kind, item } of items) {
      if (kind !== 'handovers') continue;
      const last = lasts.get(nameOf(item));
      if (last !== undefined && last.mark <= head) lasts.delete(nameOf(item));
    }
  }

  const isLast = ({ kind, item }: Event): boolean =>
    kind === 'handovers' && lasts.get(nameOf(item))?.latest === item;

  function timeOf(event: Event): LostStretch | null {
    // Where a holder ran is only looked up again.
    if (event.kind === 'places') return null;
    if (event.kind === 'silences') return { from: event.item.from, to: event.item.to };
    if (event.kind === 'slow') return { from: event.item.minute, to: event.item.minute + MINUTE_MS };
    const { at } = event.item;
    if (event.kind === 'durations') return { from: at, to: at + 1 };
    // Whoever held it before seems to hold it still, until the next one tells who does.
    const next = followers.get(event.item);
    return next?.id === event.item.id ? null : { from: at, to: Math.max(at + 1, next?.at ?? latestAt) };
  }

  return {
    add(part) {
      for (const item of part.handovers ?? []) push({ kind: 'handovers', item });
      for (const item of part.silences ?? []) push({ kind: 'silences', item });
      for (const item of part.durations ?? []) push({ kind: 'durations', item });
      for (const item of part.slow ?? []) push({ kind: 'slow', item });
      for (const item of part.places ?? []) push({ kind: 'places', item });
    },
    again(handovers) {
      if (handovers.length === 0) return;
      const { items, mark } = events.peek(0, events.end(), events.size());
      events.removeUntil(mark);
      removed(items);
      for (const item of handovers) push({ kind: 'handovers', item });
      for (const event of items) push(event);
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
      for (let turns = events.size(); ; turns -= 1) {
        const event = events.shift();
        if (event === undefined) return undefined;
        if (turns > 0 && isLast(event)) {
          push(event);
          moved += 1;
          continue;
        }
        removed([event]);
        return timeOf(event);
      }
    },
    moved: () => moved,
    handedAt: (name) => lasts.get(name)?.mark ?? null,
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
    summedTo: null,
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
