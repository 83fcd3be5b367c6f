/**
 * The composition root: everything that lives as long as the process, put together once. What watches and keeps is here,
 * what judges and tells in `runtime-alerts.ts`, what answers in `runtime-answers.ts`.
 */
import { randomInt } from 'node:crypto';
import { homedir } from 'node:os';
import { CLOSES_WITHIN_MS, type History } from '../history/history.ts';
import { type Cluster, loadCluster, SERVICE_ACCOUNT_DIRECTORY } from '../kube/cluster.ts';
import { createLookup, type Lookup } from '../kube/lookup.ts';
import { createReflector } from '../kube/reflector.ts';
import { type BookListener, createLeaseBook } from '../lease/book.ts';
import type { Clock } from '../lease/clock.ts';
import { decodeLease } from '../lease/decode.ts';
import type { Handover } from '../lease/handover.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { createAlerting } from './alerts/runtime-alerts.ts';
import { wholeMs } from './api/whole-ms.ts';
import { createAuthRuntime } from './auth/auth-runtime.ts';
import { type FactsKeeper, keepClusterFacts, NOTHING_KNOWN } from './cluster-facts.ts';
import { type ClusterWatch, createClusterWatch } from './cluster-watch.ts';
import type { Config } from './config.ts';
import { growSlowly } from './heap.ts';
import { createHandoverLog } from './kept/handover-log.ts';
import { createHistoryKeeper } from './kept/history-keeper.ts';
import { createRenewalMemory } from './kept/renewal-memory.ts';
import { createHolderPlaces } from './leases/holder-places.ts';
import type { Log } from './log.ts';
import { createRetryLimit } from './retry-limit.ts';
import { createAnswering } from './runtime-answers.ts';
import type { Sight } from './sight.ts';
import { createPlacedRows } from './stream/placed-rows.ts';
import type { Timers } from './timers.ts';
import { createTurns } from './turns.ts';

/** How often Leases are judged by the time alone. */
const SWEEP_MS = 250;
/** After it became live, when what that made has been done: the heap's pause comes by itself. */
const SETTLED_MS = 2000;
const RETRY_EVERY_MS = 1000;
/** The history waits so long for the cluster's uid before it is opened without. */
const UID_WITHIN_MS = 2000;
/** What waits to be written gets so long at the end, if there is so much left. */
const LAST_WRITES_MS = 2000;

export type RuntimeOptions = {
  config: Config;
  clock: Clock;
  timers: Timers;
  /** From 0 to below 1: what spreads retries. */
  random: () => number;
  log: Log;
  env: Record<string, string | undefined>;
  history: History;
};
export type Runtime = ReturnType<typeof createRuntime>;

export function createRuntime({ config, clock, timers, random, log, env, history }: RuntimeOptions) {
  const startedAt = Math.round(clock.now());
  let observedSince: number | null = null;
  let stopping: Promise<void> | null = null;
  let stopSweeping = (): void => undefined;
  let lookup: Lookup | null = null;
  let facts: FactsKeeper | null = null;

  const handovers = createHandoverLog();
  const renewals = createRenewalMemory();
  const retryLimit = createRetryLimit(RETRY_EVERY_MS);
  const knownFacts = () => facts?.current() ?? NOTHING_KNOWN;

  const listener: BookListener = {
    rowChanged(lease) {
      metrics.changed();
      hub.rowChanged(lease);
      keeper.rowChanged(lease);
      judging.rowChanged(lease);
    },
    renewed(lease) {
      metrics.renewed(lease);
      renewals.renewed(lease);
      hub.renewed(lease);
      keeper.renewed(lease);
    },
    removed(lease) {
      metrics.removed();
      renewals.left(lease, clock.now());
      hub.removed(lease);
      keeper.removed(lease);
      judging.removed(lease);
    },
    handover(handover, lease, again) {
      if (again === 'renamed') {
        history.record({ handovers: [wholeMs(handover)] });
        return;
      }
      tellHandover(handover, lease);
      if (handover.to === null || again === 'told') return;
      metrics.handover(handover);
      rows.place(lease);
    },
  };
  function tellHandover(observed: Handover, lease: TrackedLease): void {
    const handover = wholeMs(observed);
    handovers.add(handover);
    judging.handover(handover, lease);
    hub.handover(handover, lease);
    keeper.handover(handover);
  }
  const book = createLeaseBook(listener, {
    remembers: config.history.url !== null,
    // Those of `random` can be foretold by whoever has a few.
    draw: (below) => randomInt(below),
  });
  const rows = createPlacedRows(
    book,
    () => places,
    (lease) => hub.rowChanged(lease),
    (record) => judging.idsOf(record),
  );

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
        random,
        timers,
        log,
        decode: decodeLease,
      }),
    addScope: book.addScope,
    onCluster(cluster) {
      observedSince ??= Math.round(clock.now());
      lookup = createLookup({ cluster, clock, timers, namespaces: config.namespaces });
      auth.onCluster(cluster);
      facts = keepClusterFacts({
        lookup,
        timers,
        log,
        onStampsTrusted: book.trustStamps,
        onId: (id) => history.alias(`uid:${id}`),
      });
      facts.ask();
      if (config.history.url === null) notifying.restored(null);
      else notifying.expectRestore();
      openHistory(cluster, lookup).catch((error: unknown) => {
        log.error({ err: error }, 'what was kept before could not be read');
        notifying.restored(null);
      });
    },
    onFeed(wasLive, isLive) {
      // Rights may just have been granted, or another version may answer now.
      if (isLive && !wasLive) {
        facts?.ask();
        rows.placeAll();
        timers.after(SETTLED_MS, growSlowly);
      }
      keeper.feedChanged();
      hub.feedChanged();
    },
    now: clock.now,
    timers,
    log,
  });

  const keeper = createHistoryKeeper({
    history,
    book,
    feeds: () => watch.feed().scopes,
    minutes: {
      memory: renewals,
      lease: book.get,
      latencyAllowanceMs: (lease) => (lease === undefined ? 0 : book.judging(lease).latencyAllowanceMs),
    },
    witness: { events: async (...asked) => (await lookup?.events(...asked)) ?? [] },
    retell: tellHandover,
    now: clock.now,
    timers,
    log,
  });
  const places = createHolderPlaces({
    lookup: () => lookup,
    earlier: history.reads.places,
    found: (place) => history.record({ places: [place] }),
    now: clock.now,
  });

  const alerting = createAlerting({
    config,
    history,
    book,
    feed: watch.feed,
    lookup: () => lookup,
    facts: knownFacts,
    places,
    clusterName: () => config.clusterName ?? watch.cluster()?.name ?? null,
    nodeOf,
    rowChanged: (lease) => hub.rowChanged(lease),
    tell: (messageFor) => hub.alertsChanged(messageFor),
    startedAt,
    env,
    now: clock.now,
    timers,
    random,
    log,
  });
  const { judging, silences, notifying } = alerting;
  function nodeOf({ holder, record, class: leaseClass }: TrackedLease): string | null {
    if (holder === null) return null;
    if (leaseClass === 'node-heartbeat') return holder;
    return places.ref(holder, record.namespace, leaseClass)?.node ?? null;
  }

  /** By its uid where that may be read soon, for a fingerprint changes with the CA. */
  async function openHistory(cluster: Cluster, asked: Lookup): Promise<void> {
    const soon = new Promise<null>((resolve) => timers.after(UID_WITHIN_MS, () => resolve(null)));
    const [uid, fingerprint] = await Promise.all([
      Promise.race([asked.kubeSystemUid(), soon]),
      cluster.fingerprint(),
    ]);
    await keeper.start({
      aliases: uid === null ? [fingerprint] : [`uid:${uid}`, fingerprint],
      name: config.clusterName ?? cluster.name,
      publicUrl: config.notify.publicUrl,
    });
    await alerting.restore();
  }

  function* all(sight: Sight = null): Iterable<TrackedLease> {
    yield* book.elections(sight);
    yield* book.heartbeats(sight);
  }
  const auth = createAuthRuntime({ config, leases: all, clock, timers, random, log });
  const answering = createAnswering({
    config,
    history,
    book,
    watch,
    leases: all,
    row: rows.row,
    renewals,
    judging,
    notifying,
    facts: knownFacts,
    startedAt,
    observedSince: () => observedSince,
    now: clock.now,
    timers,
    log,
  });
  const { hub, metrics, status } = answering;

  return {
    config,
    log,
    timers,
    metrics,
    handovers,
    alerts: judging,
    alertsCompleteFrom: alerting.completeFrom,
    silences,
    gate: auth.gate,
    rulesFile: alerting.rulesFile,
    lookup: () => lookup,
    renewals,
    history,
    places,
    hub,
    now: () => Math.round(clock.now()),
    watching: keeper.watching,
    silent: keeper.silent,
    /** What looks at every Lease or handover takes turns. */
    turns: createTurns(timers, clock.now),
    status,
    row: rows.row,
    leases: all,
    elections: book.elections,
    heartbeats: book.heartbeats,
    nodeOf,
    lease: book.get,
    latencyAllowanceMs: (lease: TrackedLease) => book.judging(lease).latencyAllowanceMs,
    isLive: (lease: TrackedLease) => book.judging(lease).health.live,
    /** Null when ready; else why not (`docs/api.md`, `/readyz`). */
    notReady(): string | null {
      if (stopping !== null) return 'shutting down';
      if (!watch.tried()) return 'the first list of Leases is under way';
      const opening = watch.cluster() !== null && history.status().state === 'opening';
      return opening ? 'the history is being opened' : null;
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
        answering.tellStatus();
        for (const lease of book.sweep(clock.now())) watch.prove(lease);
      });
      alerting.start();
    },
    /**
     * Not ready, and after `servesOnMs` streams closed → watches stopped. Resolves when nothing is left, and lets nothing be
     * written that would take it beyond `withinMs`; the same for every caller.
     */
    stop(servesOnMs = 0, withinMs = Number.POSITIVE_INFINITY): Promise<void> {
      stopping ??= (async () => {
        const endsAt = clock.now() + withinMs;
        if (servesOnMs > 0) await new Promise<void>((resolve) => timers.after(servesOnMs, resolve));
        hub.close();
        stopSweeping();
        facts?.stop();
        await alerting.stop();
        // While the watch still runs: how far it got is the last thing written.
        const leftMs = endsAt - clock.now() - CLOSES_WITHIN_MS;
        await keeper.stop(Math.max(0, Math.min(LAST_WRITES_MS, leftMs)));
        lookup?.close();
        auth.close();
        await watch.stop();
      })();
      return stopping;
    },
  };
}
