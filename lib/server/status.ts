/** `GET /api/v1/status`, and the head of every snapshot. */

import { userNamedIn } from '../kube/failure.ts';
import { LEASE_STATES } from '../lease/state.ts';
import type { AlertCounts } from '../view/alert.ts';
import type { Totals } from '../view/lease-row.ts';
import type { HistoryStatus, NotifyStatus, Permission, Status } from '../view/status.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import type { Config } from './config.ts';
import { seenFeed } from './seen/seen-feed.ts';
import { type Sight, seenOf } from './sight.ts';
import { VERSION } from './version.ts';

export const WITHHELD = 'What it says is told to those who may see the Leases of all namespaces.';

/** `totals` and `alerts`: as they are for `sight`. */
export type StatusInput = {
  sight: Sight;
  config: Config;
  watch: Pick<ClusterWatch, 'cluster' | 'feed' | 'lookedFor'>;
  facts: ClusterFacts;
  totals: Totals;
  alerts: AlertCounts;
  startedAt: number;
  history: HistoryStatus;
  notify: NotifyStatus[];
  sender: boolean;
  observedSince: number | null;
  now: number;
};

export function buildStatus({
  sight,
  config,
  watch,
  facts,
  totals,
  alerts,
  history,
  notify,
  sender,
  startedAt,
  observedSince,
  now,
}: StatusInput): Status {
  const cluster = watch.cluster();
  const feed = seenFeed(watch.feed(), sight);
  return {
    version: VERSION,
    demo: config.demo,
    cluster: {
      id: facts.id,
      name: cluster === null ? null : (config.clusterName ?? cluster.name),
      server: cluster?.server ?? null,
      kubernetesVersion: facts.kubernetesVersion,
      user: feed.lastError === null ? null : userNamedIn(feed.lastError.message),
      namespaces: seenOf(sight, config.namespaces),
      lookedFor: watch.lookedFor(),
    },
    feed,
    counts: { ...totals, states: allStates(totals), alerts },
    permissions: { ...facts.permissions, leases: leasePermission(feed.state, facts.permissions.leases) },
    history: seenHistory(history, sight),
    // What waits to be told to them is of all namespaces.
    notify: sight === null ? notify : [],
    sender,
    sees: sight === null ? null : [...sight].sort(),
    observedSince,
    startedAt,
    now,
  };
}

/** What waits and was lost is of all namespaces, and the words of a database are of anything. */
export function seenHistory(history: HistoryStatus, sight: Sight): HistoryStatus {
  if (sight === null) return history;
  const error = history.error === null ? null : { ...history.error, message: WITHHELD };
  return { ...history, error, waiting: 0, lost: 0 };
}

function allStates({ elects, heartbeats }: Totals): Status['counts']['states'] {
  const sum = { ...elects };
  for (const state of LEASE_STATES) sum[state] += heartbeats[state];
  return sum;
}

/** What the watch itself meets is newer than what was asked a minute ago. */
export function leasePermission(state: Status['feed']['state'], asked: Permission): Permission {
  if (state === 'live') return 'granted';
  return state === 'forbidden' ? 'denied' : asked;
}
