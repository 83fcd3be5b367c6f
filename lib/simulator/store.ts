/** Everything the cluster knows: one revision counter, a table a kind. */
import { createLeaseApi, type LeaseApi } from './lease-api.ts';
import type { LeaseVersion } from './lease-version.ts';
import { createPlainApi, type PlainApi, type PlainVersion } from './plain-version.ts';
import type { Random } from './random.ts';
import { createRevisions, createTable, type Revisions, type Table } from './table.ts';

export const PLAIN_KINDS = [
  'pods',
  'nodes',
  'events',
  'namespaces',
  'leasecandidates',
  'configmaps',
  'endpoints',
] as const;
export type PlainKind = (typeof PLAIN_KINDS)[number];

export type Store = {
  revisions: Revisions;
  leaseTable: Table<LeaseVersion>;
  leases: LeaseApi;
  tables: Record<PlainKind, Table<PlainVersion>>;
  pods: PlainApi;
  nodes: PlainApi;
  events: PlainApi;
  namespaces: PlainApi;
  configmaps: PlainApi;
  endpoints: PlainApi;
  /** Makes every resourceVersion older than now too old to watch from. */
  forgetHistory(): void;
};

/**
 * `now` is the API server's clock; `steady` never steps and ages the history. Both epoch ms. `revision` is the one
 * to go on from; without it one such as a cluster has after months.
 */
export function createStore(
  now: () => number,
  steady: () => number,
  random: Random,
  revision: number = 48_200_000 + Math.floor(random.next() * 100_000),
): Store {
  const revisions = createRevisions(revision);
  const leaseTable = createTable<LeaseVersion>(revisions, steady);
  const table = () => createTable<PlainVersion>(revisions, steady);
  const tables: Record<PlainKind, Table<PlainVersion>> = {
    pods: table(),
    nodes: table(),
    events: table(),
    namespaces: table(),
    leasecandidates: table(),
    configmaps: table(),
    endpoints: table(),
  };
  const api = (kind: PlainKind) => createPlainApi(tables[kind], revisions, now, random);
  return {
    revisions,
    leaseTable,
    leases: createLeaseApi(leaseTable, revisions, now, random),
    tables,
    pods: api('pods'),
    nodes: api('nodes'),
    events: api('events'),
    namespaces: api('namespaces'),
    configmaps: api('configmaps'),
    endpoints: api('endpoints'),
    forgetHistory() {
      leaseTable.forget();
      for (const kind of PLAIN_KINDS) tables[kind].forget();
    },
  };
}
