/** The composition root: everything that lives as long as the process, put together once. */
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { type Cluster, loadCluster, SERVICE_ACCOUNT_DIRECTORY } from '../kube/cluster.ts';
import { createLookup, type Lookup } from '../kube/lookup.ts';
import { createReflector } from '../kube/reflector.ts';
import { createLeaseBook } from '../lease/book.ts';
import type { Clock } from '../lease/clock.ts';
import { decodeLease } from '../lease/decode.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { leaseRow } from '../view/rows.ts';
import type { Status } from '../view/status.ts';
import { type FactsKeeper, keepClusterFacts, NOTHING_KNOWN } from './cluster-facts.ts';
import { type ClusterWatch, createClusterWatch } from './cluster-watch.ts';
import type { Config } from './config.ts';
import { createHandoverLog } from './handover-log.ts';
import { growSlowly } from './heap.ts';
import { createStreamHub } from './hub.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createRenewalMemory } from './renewal-memory.ts';
import { createRetryLimit } from './retry-limit.ts';
import { buildStatus } from './status.ts';
import type { Timers } from './timers.ts';
import { createTurns } from './turns.ts';
import { wholeMs } from './whole-ms.ts';

/** How often Leases are judged by the time alone. */
const SWEEP_MS = 250;
const RETRY_EVERY_MS = 1000;

export type RuntimeOptions = {
  config: Config;
  clock: Clock;
  timers: Timers;
  log: Log;
  env: Record<string, string | undefined>;
};
export type Runtime = ReturnType<typeof createRuntime>;

export function createRuntime({ config, clock, timers, log, env }: RuntimeOptions) {
  const startedAt = Math.round(clock.now());
  let observedSince: number | null = null;
  let stopping: Promise<void> | null = null;
  let stopSweeping = (): void => undefined;
  let lookup: Lookup | null = null;
  let facts: FactsKeeper | null = null;

  const handovers = createHandoverLog();
  const renewals = createRenewalMemory();
  const retryLimit = createRetryLimit(RETRY_EVERY_MS);

  const book = createLeaseBook({
    rowChanged(lease) {
      metrics.event('change');
      hub.rowChanged(lease);
    },
    renewed(lease) {
      metrics.event('renewal');
      renewals.renewed(lease);
      hub.renewed(lease);
    },
    removed(lease) {
      metrics.event('removal');
      renewals.left(lease, clock.now());
      hub.removed(lease);
    },
    handover(observed, lease) {
      const handover = wholeMs(observed);
      handovers.add(handover);
      if (handover.to !== null) metrics.handover(handover.cause);
      hub.handover(handover, lease);
    },
  });

  const watch: ClusterWatch = createClusterWatch({
    namespaces: config.namespaces.length === 0 ? [null] : config.namespaces,
    load: () =>
      loadCluster({
        kubeconfig: config.kubeconfig ?? undefined,
        context: config.context ?? undefined,
        env,
        homeDirectory: homedir(),
        serviceAccountDirectory: SERVICE_ACCOUNT_DIRECTORY,
      }),
    watch: (cluster: Cluster, namespace, sink) =>
      createReflector({
        cluster,
        namespace,
        sink,
        clock,
        random: Math.random,
        timers,
        log,
        decode: decodeLease,
      }),
    addScope: book.addScope,
    onCluster(cluster) {
      observedSince ??= Math.round(clock.now());
      lookup = createLookup({ cluster, clock, timers, namespaces: config.namespaces });
      facts = keepClusterFacts({ lookup, timers, log, onStampsTrusted: book.trustStamps });
      facts.ask();
    },
    onFeed(wasLive, isLive) {
      // Rights may just have been granted, or another version may answer now.
      if (isLive && !wasLive) {
        facts?.ask();
        growSlowly();
      }
      hub.feedChanged();
    },
    now: clock.now,
    timers,
    log,
  });

  function* all(): Iterable<TrackedLease> {
    yield* book.elections();
    yield* book.heartbeats();
  }
  const row = (lease: TrackedLease, now: number) => leaseRow(lease, now, book.judging(lease));

  const status = (): Status =>
    buildStatus({
      config,
      watch,
      facts: facts?.current() ?? NOTHING_KNOWN,
      totals: book.totals(),
      startedAt,
      observedSince,
      now: Math.round(clock.now()),
    });

  const hub = createStreamHub({
    instance: randomBytes(5).toString('hex'),
    timers,
    source: {
      all,
      row,
      totals: book.totals,
      status,
      feed: watch.feed,
      provenAt: () => watch.feed().scopes.map((scope) => rounded(scope.provenAt)),
      now: clock.now,
    },
    onClose: (reason) => metrics.streamClosed(reason),
    onError: (error) => log.error({ err: error }, 'a snapshot could not be made'),
  });

  const metrics = createMetrics({
    feed: watch.feed,
    totals: book.totals,
    viewers: hub.viewers,
    renewalBytes: renewals.bytes,
  });

  return {
    config,
    log,
    timers,
    metrics,
    handovers,
    lookup: () => lookup,
    renewals,
    hub,
    now: () => Math.round(clock.now()),
    /** What looks at every Lease or handover takes turns. */
    turns: createTurns(timers, clock.now),
    status,
    row,
    leases: all,
    lease: book.get,
    latencyAllowanceMs: (lease: TrackedLease) => book.judging(lease).latencyAllowanceMs,
    isLive: (lease: TrackedLease) => book.judging(lease).health.live,
    /** Null when ready; else why not (`docs/api.md`, `/readyz`). */
    notReady(): string | null {
      if (stopping !== null) return 'shutting down';
      return watch.tried() ? null : 'the first list of Leases is under way';
    },
    /** Tries the API server now. 0 when it did; else ms until it may be asked again. */
    retryNow(): number {
      const waitMs = retryLimit.take(clock.now());
      if (waitMs === 0) watch.retryNow();
      return waitMs;
    },
    start(): void {
      watch.start();
      stopSweeping = timers.every(SWEEP_MS, () => {
        watch.tellProved();
        for (const lease of book.sweep(clock.now())) watch.prove(lease);
      });
    },
    /** Not ready → streams closed → watches stopped. Resolves when nothing is left; the same for every caller. */
    stop(): Promise<void> {
      stopping ??= (async () => {
        hub.close();
        stopSweeping();
        facts?.stop();
        lookup?.close();
        await watch.stop();
      })();
      return stopping;
    },
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
