/**
 * Lists and watches Leases and keeps at it, whatever the API server and the network do: our own, since
 * client-node's stops for good on faults. After client-go's `tools/cache/reflector.go`.
 */
import type { FeedError, ScopeFeed } from '../lease/feed.ts';
import type { LeaseRecord } from '../lease/record.ts';
import type { LeaseSink } from '../lease/sink.ts';
import { createBackoff } from './backoff.ts';
import type { Cluster } from './cluster.ts';
import type { Connection } from './connection.ts';
import { failureOf, KubeFailure } from './failure.ts';
import { createFeedHealth } from './feed-health.ts';
import { listInto } from './list-into.ts';
import type { KubeLog } from './log.ts';
import { createPause } from './pause.ts';
import { createProber } from './probe.ts';
import { countRefusals } from './refusals.ts';
import { leasesPath, query } from './resource-path.ts';
import { retryDelayMs } from './retry.ts';
import { safeSink } from './safe-sink.ts';
import { createFeedKeeper } from './scope-feed.ts';
import { createServerClock } from './server-clock.ts';
import { createStandstill, type Standstill } from './standstill.ts';
import type { Timers } from './timers.ts';
import { watchStream } from './watch.ts';
import { countLeases, isUnsupported, supportsWatchList } from './watch-list.ts';
import { createWatchSession, type SessionOptions } from './watch-session.ts';

export type ReflectorOptions = {
  cluster: Cluster;
  /** The namespace to watch, null for the whole cluster. */
  namespace: string | null;
  sink: LeaseSink;
  clock: { now(): number };
  /** [0, 1). */
  random: () => number;
  timers: Timers;
  log: KubeLog;
  /** One raw object to a record; null for what is no Lease. */
  decode: (raw: unknown) => LeaseRecord | null;
  /** Leases a page; client-go's 500 by default. */
  pageSize?: number;
};

export type Reflector = {
  start(): void;
  /** Cuts everything under way; resolves when nothing is left. */
  stop(): Promise<void>;
  /** Ends a wait between attempts. */
  retryNow(): void;
  /** Reads this Lease to prove the watch; see `ScopeFeed.provenAt`. Without a live watch it does nothing. */
  prove(record: LeaseRecord): Promise<void>;
  feed(): ScopeFeed;
};

/** `refused`: how many objects were left out since the start because they are no Lease. */
export type CountingReflector = Reflector & { refused(): number };

const PAGE_SIZE = 500;
/**
 * The server's own span for watches without a wish (1800 to 3600 s, at random so that many watchers do not
 * come back together): an end costs only a request, and within the hour a forgotten connection is gone.
 */
const WATCH_SECONDS = 1800;
/**
 * So long a streaming list may take to say that it is complete: 65,000 Leases over 8 Mbit/s, and less than the
 * silence that would be taken for a dead connection and lead to the same list again.
 */
const WATCH_LIST_MS = 90_000;
/** How often the same resourceVersion may lead into garbage before everything is listed anew. */
const GARBAGE_LIMIT = 2;
/** What cuts one long answer, a proxy with a limit, cuts each; pages are short. */
const CUT_LISTS_LIMIT = 2;
const PROVE_AGAIN_MS = 1000;

export function createReflector(options: ReflectorOptions): CountingReflector {
  const { cluster, clock, timers, random, log } = options;
  const { decode, refused } = countRefusals(options.decode, options.namespace, clock, log);
  const path = leasesPath(options.namespace);
  const sink = safeSink(options.sink, clock, log);
  const feed = createFeedKeeper({ namespace: options.namespace, clock, tell: (told) => sink.feed(told) });
  const serverClock = createServerClock((bounds) => sink.serverClock(bounds));
  const health = createFeedHealth({ feed, clock, timers });
  const pause = createPause(timers);
  const backoff = createBackoff(random);
  const prober = createProber({
    clock,
    timers,
    onProved(at) {
      if (distrust()) return;
      feed.proved(at);
      if (awaitsProof) onLive();
    },
    onFailed: (failure, connection) => connection.close(failure),
  });

  let stopped = false;
  let giveUpOpening = (): void => undefined;
  let running: Promise<void> | null = null;
  let connection: Connection | null = null;

  /** Where to go on from; null: list. */
  let resourceVersion: string | null = null;
  /** The server has answered a watch before. */
  let opened = false;
  let everListed = false;
  /** The last version that came on the watch, if it was no deletion. */
  let latest: LeaseRecord | null = null;
  /** The resumed watch has been quiet, and nothing has proved it yet. */
  let awaitsProof = false;
  let cancelProof = (): void => undefined;
  /** Of the watch that is open. */
  let standstill: Standstill | null = null;
  let relistedAt = Number.NEGATIVE_INFINITY;
  let refusedCredentials = false;
  let watchListFails = false;
  /** Streaming lists in a row that were cut off half way. */
  let cutLists = 0;
  let garbage = 0;

  /** Where Tenure stood still nothing is believed that came: the watch is asked for anew. */
  function distrust(): boolean {
    const failure = standstill?.failureAt(clock.now()) ?? null;
    if (failure !== null) connection?.close(failure);
    return failure !== null;
  }

  function onLive(): void {
    awaitsProof = false;
    cancelProof();
    if (feed.state() !== 'live')
      log.info({ namespace: options.namespace, server: cluster.server }, 'watching Leases');
    health.live();
    // All who are told of it may take their time: that is work, and no standing still.
    standstill?.begin();
  }

  /** Quiet may be that of a dead watch: the Lease that was seen last tells, asked again until it does. */
  function proveQuiet(open: Connection): void {
    if (latest === null) {
      onLive();
      return;
    }
    awaitsProof = true;
    cancelProof = timers.after(PROVE_AGAIN_MS, () => proveQuiet(open));
    prober.prove(latest, open).catch((error: unknown) => log.warn({ err: error }, 'a probe failed'));
  }

  function onListed(at: number, provenAt: number): void {
    const blindFrom = everListed ? feed.provenAt() : null;
    if (blindFrom !== null) feed.blind({ from: blindFrom, to: at });
    everListed = true;
    // Of before the list: that it has changed since would tell nothing about the watch.
    latest = null;
    feed.proved(provenAt);
    sink.listDone({ at, blindFrom });
  }

  async function stream(
    type: SessionOptions['type'],
    parameters: Record<string, string | boolean>,
    total: number | null,
  ): Promise<void> {
    const open = connection;
    if (open === null) return;
    standstill = createStandstill({ clock, timers, onFound: (failure) => open.close(failure) });
    const session = createWatchSession({
      type,
      sink,
      feed,
      clock,
      timers,
      total,
      onOpen: () => {
        if (opened) feed.reconnected();
        opened = true;
      },
      onVersion: (version) => {
        resourceVersion = version;
        garbage = 0;
      },
      onListed,
      onLive,
      standstill,
      onQuiet: () => proveQuiet(open),
      onLatest(record) {
        latest = record;
      },
      onSeen: prober.saw,
    });
    const cancelDeadline =
      type === 'initial'
        ? timers.after(WATCH_LIST_MS, () => {
            if (resourceVersion !== null) return;
            watchListFails = true;
            open.close(incompleteWatchList(`did not become complete in ${WATCH_LIST_MS / 1000} s`));
          })
        : () => undefined;
    const timeoutSeconds = Math.round(WATCH_SECONDS * (1 + random()));
    const target = path + query({ watch: true, allowWatchBookmarks: true, timeoutSeconds, ...parameters });
    try {
      await watchStream({ connection: open, path: target, decode, clock, timers }, session);
    } finally {
      cancelDeadline();
      openFor = clock.now() - (session.openedAt() ?? clock.now());
      session.end();
      standstill.end();
      standstill = null;
    }
  }
  let openFor = 0;

  /** Everything, and the watch from there. */
  async function listAndWatch(open: Connection): Promise<void> {
    if (!watchListFails && (await supportsWatchList(open))) {
      const total = await countLeases(open, path);
      try {
        // Without a resourceVersion: at least as new as a consistent read at the time of asking.
        const initial = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' };
        await stream('initial', initial, total);
        if (resourceVersion !== null) return;
        throw incompleteWatchList('ended before it was complete');
      } catch (error) {
        if (resourceVersion !== null) throw error;
        const failure = failureOf(error);
        if (failure.type === 'network') cutLists += 1;
        watchListFails = isUnsupported(failure) || cutLists >= CUT_LISTS_LIMIT;
        if (watchListFails) log.info({ err: error }, 'lists do not stream from here; pages are asked for');
        if (!isUnsupported(failure)) throw error;
      }
    }
    const pageSize = options.pageSize ?? PAGE_SIZE;
    const listed = await listInto({ sink, feed }, { connection: open, path, pageSize, decode });
    onListed(listed.at, listed.provenAt);
    resourceVersion = listed.resourceVersion;
    await stream('listed', { resourceVersion: listed.resourceVersion }, null);
  }

  /** Null when stopped meanwhile: a plugin that makes credentials may take its time, and nobody waits for it. */
  function connect(): Promise<Connection | null> {
    return new Promise((resolve, reject) => {
      giveUpOpening = () => resolve(null);
      const opening = cluster.connect({
        clock,
        timers,
        fresh: refusedCredentials,
        onHead: (head) => serverClock.observe(head.date, head.sentAt, head.receivedAt),
      });
      opening.then((open) => {
        if (stopped) open.close();
        resolve(stopped ? null : open);
      }, reject);
    });
  }

  async function cycle(): Promise<void> {
    openFor = 0;
    const open = await connect();
    if (open === null) return;
    refusedCredentials = false;
    connection = open;
    feed.to(feed.state(), { nextAttemptAt: null });
    try {
      if (resourceVersion === null) await listAndWatch(open);
      else await stream('resumed', { resourceVersion }, null);
    } finally {
      connection = null;
      awaitsProof = false;
      cancelProof();
      open.close();
    }
  }

  /** What the end of a cycle means for the next; gives the delay before it, ms. */
  function ended(failure: KubeFailure | null): number {
    const now = clock.now();
    const delayMs = retryDelayMs(
      { failure, openForMs: openFor, sinceRelistMs: now - relistedAt },
      backoff,
      random,
    );
    if (failure?.type === 'expired') {
      resourceVersion = null;
      relistedAt = now;
    }
    if (failure?.type === 'protocol' && ++garbage >= GARBAGE_LIMIT) resourceVersion = null;
    refusedCredentials = failure?.type === 'unauthorized' || failure?.type === 'credentials';
    // A normal end is no news, and everything is still true.
    if (failure === null && delayMs === 0) return 0;
    const lastError = failure?.feedError ?? endedEarly(openFor);
    log.warn(
      { code: lastError.code, error: lastError.message, delayMs: Math.round(delayMs) },
      'the watch of Leases broke',
    );
    health.lost(failure, lastError, delayMs);
    return delayMs;
  }

  async function run(): Promise<void> {
    while (!stopped) {
      let failure: KubeFailure | null = null;
      try {
        await cycle();
      } catch (error) {
        failure = failureOf(error);
      }
      if (stopped) break;
      await pause.wait(ended(failure));
    }
    health.end();
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopped = true;
      giveUpOpening();
      connection?.close();
      pause.endNow();
      await running;
    },
    retryNow: pause.endNow,
    async prove(record) {
      if (connection !== null && feed.state() === 'live' && !distrust())
        await prober.prove(record, connection);
    },
    feed: feed.current,
    refused,
  };
}

function incompleteWatchList(what: string): KubeFailure {
  const hint = 'The API server does not say that its streaming list is complete; it is asked for pages.';
  return new KubeFailure('server', 'watch_list', `the WatchList ${what}`, hint, { status: 500 });
}

function endedEarly(openForMs: number): FeedError {
  const hint =
    'Something ends watches early: a proxy or load balancer before the API server, or the API server itself.';
  return { code: 'watch_ended', message: `the watch ended after ${(openForMs / 1000).toFixed(1)} s`, hint };
}
