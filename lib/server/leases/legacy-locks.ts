/**
 * Leader annotations on ConfigMaps and Endpoints, read every ten minutes where both the feed is live and the right to
 * was given; a denied right is nothing to tell. Whether a lock is still renewed is known by the second reading.
 */
import { type LegacyLock, LOCK_KINDS, type LockKind } from '../../detect/legacy-lock.ts';
import type { LegacyLockRecord, LegacyLocksReading, LegacyResource } from '../../kube/legacy-locks.ts';
import type { Permission } from '../../view/status.ts';
import type { Timers } from '../timers.ts';

const FIRST_MS = 20_000;
const EVERY_MS = 600_000;
/** What was read once only: sooner, for renewals come every few seconds. */
const SOON_MS = 60_000;
/** Not all replicas at the same moment. */
const JITTER = 0.2;
const RESOURCES: Record<LockKind, LegacyResource> = { ConfigMap: 'configmaps', Endpoints: 'endpoints' };

export type LegacyLocks = { locks(): Iterable<LegacyLock>; start(): void; stop(): void };

export type LegacyLocksOptions = {
  /** Null without a cluster. May reject. */
  read: (
    resource: LegacyResource,
    namespace: string | null,
    wait: (ms: number) => Promise<void>,
  ) => Promise<LegacyLocksReading> | null;
  /** TENURE_NAMESPACES; empty for the whole cluster. */
  namespaces: readonly string[];
  permission: (resource: LegacyResource) => Permission;
  isLive: () => boolean;
  now: () => number;
  random: () => number;
  timers: Pick<Timers, 'after'>;
};

export function createLegacyLocks(options: LegacyLocksOptions): LegacyLocks {
  const { namespaces, permission, now, random, timers } = options;
  const known = new Map<LockKind, Map<string, LegacyLock & { uid: string }>>();
  let cancel = (): void => undefined;
  let stopped = false;

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      timers.after(ms, () => (stopped || !options.isLive() ? reject(new Error('not wanted')) : resolve()));
    });

  /** Null when one of the scopes could not be read: then what was known before stays known. */
  async function readAll(resource: LegacyResource): Promise<LegacyLockRecord[] | null> {
    const all: LegacyLockRecord[] = [];
    for (const namespace of namespaces.length === 0 ? [null] : namespaces) {
      const reading = await options.read(resource, namespace, wait);
      if (reading?.type !== 'read') return null;
      all.push(...reading.locks);
    }
    return all;
  }

  async function look(kind: LockKind): Promise<void> {
    const resource = RESOURCES[kind];
    // What may not be read any more is not known.
    if (permission(resource) === 'denied') known.delete(kind);
    if (permission(resource) !== 'granted') return;
    // Cut short, or not to be read: then it is tried again at its next turn.
    const records = await readAll(resource).catch(() => null);
    if (records === null || stopped) return;
    const before = known.get(kind);
    known.set(
      kind,
      new Map(
        records.map((record) => {
          const key = `${record.namespace}/${record.name}`;
          return [key, lockOf(kind, record, before?.get(key), now())];
        }),
      ),
    );
  }

  function* locks(): Iterable<LegacyLock> {
    for (const kind of LOCK_KINDS) yield* known.get(kind)?.values() ?? [];
  }

  async function round(): Promise<void> {
    if (options.isLive()) for (const kind of LOCK_KINDS) await look(kind);
    const isNew = [...locks()].some(({ firstReadAt, readAt }) => firstReadAt === readAt);
    next(isNew || !options.isLive() ? SOON_MS : EVERY_MS);
  }

  function next(ms: number): void {
    if (stopped) return;
    cancel = timers.after(ms * (1 + JITTER * (2 * random() - 1)), () => void round());
  }

  return {
    locks,
    start: () => next(FIRST_MS),
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function lockOf(
  kind: LockKind,
  record: LegacyLockRecord,
  before: (LegacyLock & { uid: string }) | undefined,
  at: number,
): LegacyLock & { uid: string } {
  const same = before?.uid === record.uid ? before : undefined;
  const changed =
    same !== undefined &&
    (same.renewTime !== record.renewTime ||
      same.holder !== record.holder ||
      same.transitions !== record.transitions);
  return {
    kind,
    ...record,
    firstReadAt: same?.firstReadAt ?? at,
    readAt: at,
    changedAt: changed ? at : (same?.changedAt ?? null),
  };
}
