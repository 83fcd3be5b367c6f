/** All objects of one kind, and what happened to them lately. */
import { objectKey, type Version } from './object.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';
export type Change<V extends Version = Version> = {
  type: ChangeType;
  version: V;
};

/** One counter for the whole cluster, as etcd's revision. */
export type Revisions = { current(): number; next(): number };

export function createRevisions(start: number): Revisions {
  let revision = start;
  return {
    current: () => revision,
    next: () => ++revision,
  };
}

export type Table<V extends Version = Version> = {
  get(key: string): V | undefined;
  size(): number;
  /** Every object as it is now, in etcd's order of keys. */
  snapshot(): readonly V[];
  write(type: ChangeType, version: V): void;
  /** What came after a resourceVersion; null when that is no longer known. */
  since(resourceVersion: number): Change<V>[] | null;
  /** The newest resourceVersion whose successors are not all known any more. */
  forgottenUpTo(): number;
  /** Forgets all history, as a compaction or a restart of the API server does. */
  forget(): void;
  subscribe(listen: (change: Change<V>) => void): () => void;
};

/** The watch cache of a real API server keeps about 75 s, at least 100 and at most 102,400 events. */
export const HISTORY_MS = 75_000;
const HISTORY_MIN = 100;
const HISTORY_MAX = 102_400;

export function createTable<V extends Version>(revisions: Revisions, now: () => number): Table<V> {
  const objects = new Map<string, V>();
  const listeners = new Set<(change: Change<V>) => void>();
  let order: string[] | null = [];
  let history: Change<V>[] = [];
  let times: number[] = [];
  let head = 0;
  let forgotten = revisions.current();

  function trim(at: number): void {
    const old = (index: number) => (times[index] ?? at) < at - HISTORY_MS;
    while (history.length - head > HISTORY_MIN && (history.length - head > HISTORY_MAX || old(head))) {
      forgotten = history[head]?.version.resourceVersion ?? forgotten;
      head++;
    }
    if (head > 4096 && head > history.length / 2) {
      history = history.slice(head);
      times = times.slice(head);
      head = 0;
    }
  }

  return {
    get: (key) => objects.get(key),
    size: () => objects.size,
    snapshot() {
      order ??= [...objects.keys()].sort();
      const out: V[] = [];
      for (const key of order) {
        const version = objects.get(key);
        if (version !== undefined) out.push(version);
      }
      return out;
    },
    write(type, version) {
      const key = objectKey(version.namespace, version.name);
      if (type === 'DELETED') objects.delete(key);
      else objects.set(key, version);
      if (type !== 'MODIFIED') order = null;
      const change: Change<V> = { type, version };
      const at = now();
      history.push(change);
      times.push(at);
      trim(at);
      for (const listen of listeners) listen(change);
    },
    since(resourceVersion) {
      if (resourceVersion < forgotten) return null;
      let low = head;
      let high = history.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((history[middle]?.version.resourceVersion ?? 0) <= resourceVersion) low = middle + 1;
        else high = middle;
      }
      return history.slice(low);
    },
    forgottenUpTo: () => forgotten,
    forget() {
      forgotten = revisions.next();
      history = [];
      times = [];
      head = 0;
    },
    subscribe(listen) {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
  };
}
