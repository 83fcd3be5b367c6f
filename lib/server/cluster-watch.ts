/**
 * Finds the cluster and keeps its Leases watched: one reflector a namespace, or one for the whole cluster.
 * Without a cluster it looks again every few seconds, so that a kubeconfig that appears or is mended is
 * picked up without a restart.
 */
import type { Cluster, LoadedCluster, Place } from '../kube/cluster.ts';
import type { Reflector } from '../kube/reflector.ts';
import type { Feed, FeedError, ScopeFeed } from '../lease/feed.ts';
import type { LeaseScope } from '../lease/scope.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { wholeMs } from './api/whole-ms.ts';
import { sumFeeds, unconfiguredFeed } from './feed-sum.ts';
import type { Log } from './log.ts';
import type { Timers } from './timers.ts';

const LOOK_AGAIN_MS = 5000;

export type ClusterWatchOptions = {
  /** Null: the whole cluster. */
  namespaces: readonly (string | null)[];
  load: () => LoadedCluster;
  watch: (cluster: Cluster, namespace: string | null, sink: LeaseScope) => Reflector;
  addScope: () => LeaseScope;
  onCluster: (cluster: Cluster) => void;
  onFeed: (wasLive: boolean, isLive: boolean) => void;
  now: () => number;
  timers: Timers;
  log: Log;
};

export type ClusterWatch = {
  start(): void;
  feed(): Feed;
  cluster(): Cluster | null;
  lookedFor(): Place[];
  /** Each scope's list has been tried, whatever came of it; or there is no cluster. */
  tried(): boolean;
  retryNow(): void;
  /** Tells each scope how far its watch is proved. To be called before the book's sweep. */
  tellProved(): void;
  prove(lease: TrackedLease): void;
  stop(): Promise<void>;
};

type Watched = { reflector: Reflector; scope: LeaseScope };

export function createClusterWatch(options: ClusterWatchOptions): ClusterWatch {
  const { namespaces, timers, log } = options;
  let cluster: Cluster | null = null;
  let lookedFor: Place[] = [];
  let watched: Watched[] = [];
  let idle: ScopeFeed[] = namespaces.map((namespace) => unconfiguredFeed(namespace, options.now(), null));
  let cancelLook = (): void => undefined;
  let told = '';
  let tried = false;
  let stopped = false;
  let live = false;

  function look(): void {
    cancelLook();
    if (stopped || cluster !== null) return;
    const loaded = options.load();
    lookedFor = loaded.lookedFor;
    if (loaded.type === 'cluster') {
      begin(loaded.cluster);
      return;
    }
    const lastError: FeedError | null =
      loaded.type === 'broken'
        ? { code: 'kubeconfig', message: `${loaded.place}: ${loaded.message}`, hint: loaded.hint }
        : null;
    const since = idle[0]?.since ?? options.now();
    idle = namespaces.map((namespace) => unconfiguredFeed(namespace, since, lastError));
    tell(lastError?.message ?? 'no cluster is configured');
    cancelLook = timers.after(LOOK_AGAIN_MS, look);
  }

  /** What was found when looking, once for each change of it. */
  function tell(finding: string): void {
    if (finding === told) return;
    told = finding;
    log.warn({ lookedFor }, finding);
    feedChanged();
  }

  function begin(found: Cluster): void {
    cluster = found;
    log.info(
      { cluster: found.name, server: found.server, namespaces: namespaces.filter(Boolean) },
      'cluster found',
    );
    options.onCluster(found);
    watched = namespaces.map((namespace) => {
      const scope = options.addScope();
      const sink: LeaseScope = {
        ...scope,
        feed(feed) {
          scope.feed(feed);
          feedChanged();
        },
      };
      return { scope, reflector: options.watch(found, namespace, sink) };
    });
    for (const { reflector } of watched) reflector.start();
    feedChanged();
  }

  function feedChanged(): void {
    const wasLive = live;
    live = sumFeeds(feeds()).state === 'live';
    options.onFeed(wasLive, live);
  }

  const feeds = () => (watched.length === 0 ? idle : watched.map(({ reflector }) => reflector.feed()));

  return {
    start: look,
    feed: () => wholeMs(sumFeeds(feeds())),
    cluster: () => cluster,
    lookedFor: () => lookedFor,
    tried() {
      tried ||= feeds().every(
        ({ state, provenAt }) => provenAt !== null || (state !== 'starting' && state !== 'syncing'),
      );
      return tried;
    },
    retryNow() {
      if (cluster === null) look();
      else for (const { reflector } of watched) reflector.retryNow();
    },
    tellProved() {
      for (const { reflector, scope } of watched) scope.proved(reflector.feed().provenAt);
    },
    prove(lease) {
      const reflector = watched[lease.scope]?.reflector;
      if (reflector === undefined) return;
      reflector
        .prove(lease.record.snapshot())
        .catch((error: unknown) => log.warn({ err: error }, 'a probe failed'));
    },
    async stop() {
      stopped = true;
      cancelLook();
      await Promise.all(watched.map(({ reflector }) => reflector.stop()));
    },
  };
}
