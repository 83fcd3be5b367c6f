/**
 * Another cluster in the same database, as if by a Tenure that only reads: what is kept, and of the present nothing. Its
 * present is when it was watched last.
 */

import type { Alert } from '../../alert/alert.ts';
import { indexAlerts } from '../../alert/alert-index.ts';
import type { HistoryReads } from '../../history/history.ts';
import { blankFeed } from '../../lease/feed.ts';
import type { KeptCluster } from '../../view/clusters.ts';
import type { Status } from '../../view/status.ts';
import { ApiError } from '../api/api-error.ts';
import { sumFeeds } from '../feed-sum.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { askHistory } from './ask-history.ts';

/** `id`: as `GET /api/v1/clusters` has it; undefined, or this Tenure's own, for what is watched here. */
export async function inCluster(
  seen: Seen,
  readsOf: (id: string) => HistoryReads,
  id: string | undefined,
): Promise<Seen> {
  if (id === undefined || id === seen.status().cluster.id) return seen;
  // Which namespaces they may see there, the API server of that cluster alone could say.
  if (seen.sight !== null)
    throw new ApiError(
      'forbidden',
      'What is kept of another cluster is for those who may see the Leases of all namespaces here.',
    );
  const clusters = await askHistory(seen, (reads) => reads.clusters());
  const cluster = clusters.find((one) => one.id === id);
  if (cluster === undefined)
    throw new ApiError(
      'not_found',
      `Nothing is kept of a cluster ${id}; GET /api/v1/clusters has those there are.`,
    );
  if (cluster.own) return seen;
  const reads = readsOf(id);
  return keptOnly(seen, cluster, reads, await askHistory(seen, () => reads.openAlerts()));
}

function keptOnly(seen: Seen, cluster: KeptCluster, reads: HistoryReads, open: readonly Alert[]): Seen {
  const at = cluster.watchedUntil ?? cluster.keptFrom ?? seen.now();
  const { consequences } = indexAlerts(open);
  return {
    ...seen,
    isKept: true,
    now: () => Math.min(seen.now(), at),
    status: () => statusOf(seen.status(), cluster, at),
    lookup: () => null,
    *leases() {},
    *elections() {},
    *heartbeats() {},
    lease: () => undefined,
    handovers: { all: () => [], forgottenUntil: () => null },
    renewals: { buckets: () => [] },
    history: {
      status: () => ({ ...seen.history.status(), keptFrom: cluster.keptFrom, renewalsKeptFrom: null }),
      flush: seen.history.flush,
      reads,
    },
    // What it watched since, it will say by itself.
    watching: () => [],
    silent: () => [],
    alerts: { ...seen.alerts, all: () => [...open], consequencesOf: (one) => consequences.get(one) ?? 0 },
    // Nothing of it is remembered here.
    alertsCompleteFrom: () => seen.now() + 1,
  };
}

function statusOf(own: Status, { id, name, keptFrom }: KeptCluster, at: number): Status {
  const permissions = Object.fromEntries(
    Object.keys(own.permissions).map((resource) => [resource, 'unknown']),
  ) as Status['permissions'];
  return {
    ...own,
    cluster: {
      ...{ id, name, server: null, kubernetesVersion: null, user: null },
      ...{ namespaces: [], lookedFor: [] },
    },
    feed: sumFeeds([blankFeed(null, 'stale', at)]),
    permissions,
    history: { ...own.history, keptFrom, renewalsKeptFrom: null },
    observedSince: null,
  };
}
