/**
 * Where holders run: each identity looked up when somebody asks, kept for a while, never watched. What is found
 * is handed on to be kept, for only an identity that was found once can be said to be gone (field guide §10).
 */

import type { HolderPlace } from '../../history/history.ts';
import type { Tell } from '../../kube/holder-lookup.ts';
import { generatedNames } from '../../kube/identity.ts';
import type { LeaseClass } from '../../lease/record.ts';
import type { NodeFacts, PodFacts } from '../../view/lease-detail.ts';
import type { HolderRef } from '../../view/lease-row.ts';
import { type HolderLooking, lookForHolder } from './holder-facts.ts';
import { createLine } from './holder-line.ts';

/** Of what is there, and of what was not found or not read. */
const PRESENT_MS = 60_000;
/** While a page waits for it, what is there is read again after this. */
const LOOKED_AT_MS = 5_000;
/** A process's identity does not come back. */
const GONE_MS = 600_000;
/** Identities remembered; the oldest are forgotten first. */
const MOST_KEPT = 5_000;
/** At most two questions at once, and so many waiting; what is beyond is looked up when its page is opened. */
const AT_ONCE = 2;
const MOST_WAITING = 500;

export type Holder = { identity: string; namespace: string; class: LeaseClass };

/** `found`: its Pod or Node, or both. `gone`: found before, and its Pod answers 404. */
export type HolderReading =
  | { type: 'found'; place: HolderPlace; pod: PodFacts | null; node: NodeFacts | null }
  | { type: 'gone'; place: HolderPlace }
  | { type: 'unknown' };

export type HolderPlaces = {
  /** Null when not known: never found, or not to be read. Never rejects. */
  resolve(identity: string, namespace: string, leaseClass: LeaseClass): Promise<HolderPlace | null>;
  /** For a page that waits: before all others, with what is read of it now. `tell` hears what could not be. */
  look(holder: Holder, tell: { pod: Tell; node: Tell }): Promise<HolderReading>;
  /** What was read of it last, without asking; null before the first answer. */
  seen(holder: Holder): { reading: HolderReading; readAt: number } | null;
  /** Has it read again behind, unless that was done in the last `freshMs`; nobody waits for it. */
  refresh(holder: Holder, freshMs: number): void;
  /** What is known without asking; null too while it is only known where it ran before. */
  ref(identity: string, namespace: string, leaseClass: LeaseClass): HolderRef | null;
};

export type HolderPlacesOptions = {
  /** Null without a cluster. */
  lookup: () => HolderLooking | null;
  /** Found by an earlier run; may reject. */
  earlier: (identities: readonly string[]) => Promise<HolderPlace[]>;
  /** Each new finding, once. */
  found: (place: HolderPlace) => void;
  now: () => number;
};

type Known = { reading: HolderReading; readAt: number; tellings: ['pod' | 'node', string][] };

export function createHolderPlaces(options: HolderPlacesOptions): HolderPlaces {
  const { now } = options;
  const known = new Map<string, Known>();
  const places = new Map<string, HolderPlace>();
  const asking = new Map<string, Promise<Known>>();
  const line = createLine(AT_ONCE, MOST_WAITING);

  function keep<T>(map: Map<string, T>, key: string, value: T): void {
    map.delete(key);
    map.set(key, value);
    const oldest = map.size > MOST_KEPT ? map.keys().next().value : undefined;
    if (oldest !== undefined) map.delete(oldest);
  }

  /** Where this very identity was found before; a chosen name may stand for another Pod in another namespace. */
  async function before({ identity, namespace }: Holder, key: string): Promise<HolderPlace | null> {
    const remembered = places.get(key);
    if (remembered !== undefined) return remembered;
    try {
      const kept = (await options.earlier([identity])).find((place) => place.identity === identity);
      if (kept === undefined || (kept.podNamespace !== namespace && !isUnique(identity))) return null;
      keep(places, key, kept);
      return kept;
    } catch {
      // Without the history nothing was found before: then nothing is said to be gone.
      return null;
    }
  }

  async function ask(holder: Holder, key: string): Promise<Known> {
    const tellings: Known['tellings'] = [];
    const lookup = options.lookup();
    const reading: HolderReading =
      lookup === null
        ? { type: 'unknown' }
        : await lookForHolder(lookup, holder, await before(holder, key), now(), {
            pod: (why) => void tellings.push(['pod', why]),
            node: (why) => void tellings.push(['node', why]),
          });
    if (reading.type === 'found') {
      if (!samePlace(places.get(key), reading.place)) options.found(reading.place);
      keep(places, key, reading.place);
    }
    const one: Known = { reading, readAt: now(), tellings };
    keep(known, key, one);
    return one;
  }

  function fresh(key: string, identity: string, freshMs: number): Known | null {
    const one = known.get(key);
    if (one === undefined) return null;
    const lastsMs = one.reading.type === 'gone' && isUnique(identity) ? GONE_MS : freshMs;
    return now() - one.readAt < lastsMs ? one : null;
  }

  /** Null when too many wait. */
  function reading(holder: Holder, urgent: boolean, freshMs: number): Promise<Known> | null {
    const key = keyOf(holder);
    const cached = fresh(key, holder.identity, freshMs);
    if (cached !== null) return Promise.resolve(cached);
    const under = asking.get(key);
    // What already waits in the line goes ahead when a page begins to wait for it.
    if (under !== undefined) {
      if (urgent) line.hurry(key);
      return under;
    }
    const asked = line.run(key, urgent, () => ask(holder, key));
    if (asked === null) return null;
    const done = asked.finally(() => asking.delete(key));
    asking.set(key, done);
    return done;
  }

  return {
    async resolve(identity, namespace, leaseClass) {
      const asked = reading({ identity, namespace, class: leaseClass }, false, PRESENT_MS);
      if (asked === null) return null;
      try {
        const { reading: found } = await asked;
        return found.type === 'unknown' ? null : found.place;
      } catch {
        // A look-up that fails has told so; who asks in passing only learns that it is not known.
        return null;
      }
    },
    async look(holder, tell) {
      const asked = reading(holder, true, LOOKED_AT_MS);
      if (asked === null) return { type: 'unknown' };
      const { reading: found, tellings } = await asked;
      for (const [what, why] of tellings) tell[what](why);
      return found;
    },
    seen: (holder) => known.get(keyOf(holder)) ?? null,
    refresh(holder, freshMs) {
      // A look-up that fails has told so; what was known before stays known.
      reading(holder, false, freshMs)?.catch(() => undefined);
    },
    ref(identity, namespace, leaseClass) {
      const one = known.get(keyOf({ identity, namespace, class: leaseClass }))?.reading;
      return one?.type === 'found' ? refOf(one) : null;
    },
  };
}

export function refOf({ pod, node }: { pod: PodFacts | null; node: NodeFacts | null }): HolderRef | null {
  if (pod !== null)
    return { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid, node: pod.node };
  if (node === null) return null;
  return { kind: 'Node', namespace: null, name: node.name, uid: null, node: node.name };
}

/**
 * It stands for one Pod for good: electors add a uuid after an underscore, new with each process, and a generated name
 * is not used twice. A chosen name ("web-0") may come back.
 */
function isUnique(identity: string): boolean {
  return identity.includes('_') || generatedNames(identity, 'unknown').length > 0;
}

function keyOf({ identity, namespace, class: leaseClass }: Holder): string {
  return JSON.stringify([namespace, leaseClass, identity]);
}

function samePlace(a: HolderPlace | undefined, b: HolderPlace): boolean {
  return a !== undefined && a.podUid === b.podUid && a.podName === b.podName && a.node === b.node;
}
