/** Leases as the API server gives them, and a book that remembers what its listener was told. */
import { type BookListener, createLeaseBook } from '../../lib/lease/book.ts';
import { decodeLease } from '../../lib/lease/decode.ts';
import { blankFeed, type ScopeFeed } from '../../lib/lease/feed.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { LeaseRecord } from '../../lib/lease/record.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';

/** The start of every test's time: a whole second, so that stamps are easy to read. */
export const T0 = Date.UTC(2026, 5, 1, 3, 0, 0);

export function microTime(ms: number): string {
  return new Date(Math.floor(ms))
    .toISOString()
    .replace('Z', `${String(Math.round((ms % 1) * 1000)).padStart(3, '0')}Z`);
}

export function stamp(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

export type LeaseSpec = {
  namespace?: string;
  name?: string;
  uid?: string;
  holder?: string | null;
  durationSeconds?: number | null;
  acquiredAt?: number | null;
  renewedAt?: number | null;
  transitions?: number | null;
  strategy?: string;
  /** When the API server processed it; also what its stamps say. Null for no managedFields. */
  writtenAt?: number | null;
  /** Written by another manager, which leaves the renewal's stamp behind. */
  renewStampAt?: number;
  resourceVersion?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: unknown[];
};

let versions = 1000;

export function rawLease(spec: LeaseSpec = {}): Record<string, unknown> {
  const writtenAt = spec.writtenAt === undefined ? T0 : spec.writtenAt;
  const renewTime = spec.renewedAt === undefined ? writtenAt : spec.renewedAt;
  const entry = (manager: string, at: number, fields: Record<string, unknown>) => ({
    manager,
    operation: 'Update',
    apiVersion: 'coordination.k8s.io/v1',
    time: stamp(at),
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': fields },
  });
  const managedFields =
    writtenAt === null
      ? undefined
      : [
          entry('elector', spec.renewStampAt ?? writtenAt, { 'f:renewTime': {}, 'f:leaseTransitions': {} }),
          ...(spec.renewStampAt === undefined
            ? []
            : [entry('kubectl', writtenAt, { 'f:holderIdentity': {} })]),
        ];
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      namespace: spec.namespace ?? 'apps',
      name: spec.name ?? 'controller-lock',
      uid: spec.uid ?? 'uid-1',
      resourceVersion: spec.resourceVersion ?? String(versions++),
      creationTimestamp: stamp(T0 - 3_600_000),
      ...(managedFields === undefined ? {} : { managedFields }),
      ...(spec.labels === undefined ? {} : { labels: spec.labels }),
      ...(spec.annotations === undefined ? {} : { annotations: spec.annotations }),
      ...(spec.ownerReferences === undefined ? {} : { ownerReferences: spec.ownerReferences }),
    },
    spec: {
      ...(spec.holder === null ? {} : { holderIdentity: spec.holder ?? 'a' }),
      ...(spec.durationSeconds === null ? {} : { leaseDurationSeconds: spec.durationSeconds ?? 15 }),
      ...(spec.acquiredAt === null ? {} : { acquireTime: microTime(spec.acquiredAt ?? T0 - 60_000) }),
      ...(renewTime === null ? {} : { renewTime: microTime(renewTime) }),
      ...(spec.transitions === null ? {} : { leaseTransitions: spec.transitions ?? 0 }),
      ...(spec.strategy === undefined ? {} : { strategy: spec.strategy }),
    },
  };
}

export function lease(spec: LeaseSpec = {}): LeaseRecord {
  const record = decodeLease(rawLease(spec));
  if (record === null)
    throw new Error(`the builder made a Lease that does not decode: ${JSON.stringify(spec)}`);
  return record;
}

export function feed(over: Partial<ScopeFeed> = {}): ScopeFeed {
  return { ...blankFeed(null, 'live', T0), provenAt: T0, ...over };
}

/** A book with one live scope whose first list held `initial` at T0; `log` is what the listener heard since. */
export function watchedBook(
  initial: LeaseRecord[] = [],
  { stamps = true, remembers = false, listedAt = T0 } = {},
) {
  const log = {
    rows: [] as TrackedLease[],
    renewed: 0,
    removed: [] as TrackedLease[],
    handovers: [] as Handover[],
    /** Those among them that tell of a takeover for the first time. */
    takeovers: [] as Handover[],
    renamed: [] as Handover[],
  };
  const listener: BookListener = {
    rowChanged: (tracked) => void log.rows.push(tracked),
    renewed: () => void log.renewed++,
    removed: (tracked) => void log.removed.push(tracked),
    handover(handover, _tracked, again) {
      log.handovers.push(handover);
      if (handover.to !== null && again === undefined) log.takeovers.push(handover);
      if (again === 'renamed') log.renamed.push(handover);
    },
  };
  const book = createLeaseBook(listener, { remembers, draw: () => 0 });
  const scope = book.addScope();
  if (stamps) book.trustStamps();
  scope.serverClock({ lower: -500, upper: 500 });
  scope.listStarted();
  scope.listed(initial, listedAt);
  scope.listDone({ at: listedAt, blindFrom: null });
  scope.feed(feed({ since: listedAt, provenAt: listedAt }));
  log.rows.length = 0;
  const get = (name = 'controller-lock', namespace = 'apps') => {
    const tracked = book.get(namespace, name);
    if (tracked === undefined) throw new Error(`no Lease ${namespace}/${name} in the book`);
    return tracked;
  };
  /** A version that arrives `ms` after T0, written at that moment. */
  const see = (ms: number, spec: LeaseSpec) => {
    scope.proved(T0 + ms);
    scope.changed(lease({ writtenAt: T0 + ms, ...spec }), T0 + ms, false);
  };
  /** What a list says at `ms` after T0, after a time that was not watched. */
  const relist = (ms: number, records: LeaseRecord[]) => {
    scope.listStarted();
    scope.listed(records, T0 + ms);
    scope.listDone({ at: T0 + ms, blindFrom: null });
  };
  return { book, scope, log, get, see, relist };
}
