/**
 * Lists and watches Leases and keeps at it, whatever the API server and the network do: our own, since
 * client-node's stops for good on faults. After client-go's `tools/cache/reflector.go`.
 */
import type { FeedError, FeedState, ScopeFeed } from '../lease/feed.ts';
import type { LeaseRecord } from '../lease/record.ts';
import type { LeaseSink } from '../lease/sink.ts';
import { createBackoff } from './backoff.ts';
import type { Cluster } from './cluster.ts';
import type { Connection } from './connection.ts';
import { failureOf, KubeFailure } from './failure.ts';
import { listPages } from './list.ts';
import type { KubeLog } from './log.ts';
import { createProber } from './probe.ts';
import { leasesPath, query } from './resource-path.ts';
import { retryDelayMs } from './retry.ts';
import { safeSink } from './safe-sink.ts';
import { createFeedKeeper } from './scope-feed.ts';
import { createServerClock } from './server-clock.ts';
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
  /** One raw object to a record; null for what is no Lease. Must not throw. */
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

const PAGE_SIZE = 500;
/** A feed that is not live for longer than this is unreachable. */
const STALE_MS = 60_000;
/**
 * The server's own span for watches without a wish (1800 to 3600 s, at random so that many watchers do not
 * come back together): an end costs only a request, and within the hour a forgotten connection is gone.
 */
const WATCH_SECONDS = 1800;
/** How often the same resourceVersion may lead into garbage before everything is listed anew. */
const GARBAGE_LIMIT = 2;

export function createReflector(options: ReflectorOptions): Reflector {
  const { cluster, clock, timers, random, log, decode } = options;
  const path = leasesPath(options.namespace);
  const sink = safeSink(options.sink, clock, log);
  const feed = createFeedKeeper({ namespace: options.namespace, clock, tell: (told) => sink.feed(told) });
  const serverClock = createServerClock((bounds) => sink.serverClock(bounds));
  const backoff = createBackoff(random);
  const prober = createProber({
    clock,
    timers,
    onProved: (at) => feed.proved(at),
    onFailed: (failure, connection) => connection.close(failure),
  });

  let stopped = false;
  let running: Promise<void> | null = null;
  let connection: Connection | null = null;
  let endWait: (() => void) | null = null;
  let cancelStale = (): void => undefined;

  /** Where to go on from; null: list. */
  let resourceVersion: string | null = null;
  /** The server has answered a watch before. */
  let opened = false;
  let everListed = false;
  let everLive = false;
  /** When the feed ceased to be live. */
  let lostAt: number | null = null;
  let relistedAt = Number.NEGATIVE_INFINITY;
  let refusedCredentials = false;
  let watchListFails = false;
  let garbage = 0;
  let attempt = 0;

  function onLive(): void {
    everLive = true;
    lostAt = null;
    attempt = 0;
    cancelStale();
    const was = feed.state();
    feed.to('live', { lastError: null, attempt: 0, nextAttemptAt: null });
    if (was !== 'live') log.info({ namespace: options.namespace, server: cluster.server }, 'watching Leases');
  }

  function onListed(at: number, provenAt: number): void {
    const blindFrom = everListed ? feed.provenAt() : null;
    if (blindFrom !== null) feed.blind({ from: blindFrom, to: at });
    everListed = true;
    feed.proved(provenAt);
    sink.listDone({ at, blindFrom });
  }

  async function stream(
    type: SessionOptions['type'],
    parameters: Record<string, string | boolean>,
    total: number | null,
  ): Promise<void> {
    if (connection === null) return;
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
      onSeen: prober.saw,
    });
    const timeoutSeconds = Math.round(WATCH_SECONDS * (1 + random()));
    const target = path + query({ watch: true, allowWatchBookmarks: true, timeoutSeconds, ...parameters });
    try {
      await watchStream({ connection, path: target, decode, clock, timers }, session);
    } finally {
      openFor = clock.now() - (session.openedAt() ?? clock.now());
      session.end();
    }
  }
  let openFor = 0;

  async function list(open: Connection): Promise<void> {
    let done: number | null = null;
    let at = clock.now();
    const listed = await listPages({
      connection: open,
      path,
      pageSize: options.pageSize ?? PAGE_SIZE,
      decode,
      onPage(page) {
        if (done === null) {
          feed.to('syncing');
          sink.listStarted();
        }
        at = page.at;
        done = (done ?? 0) + page.records.length;
        sink.listed(page.records, page.at);
        feed.progress(done, page.total);
      },
    });
    onListed(at, listed.provenAt);
    resourceVersion = listed.resourceVersion;
  }

  /** Everything, and the watch from there. */
  async function listAndWatch(open: Connection): Promise<void> {
    if (!watchListFails && (await supportsWatchList(open))) {
      const total = await countLeases(open, path);
      try {
        // Without a resourceVersion: at least as new as a consistent read at the time of asking.
        const initial = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' };
        await stream('initial', initial, total);
        if (resourceVersion !== null) return;
        throw new KubeFailure('server', 'watch_list', 'the WatchList ended before it was complete', '', {
          status: 500,
        });
      } catch (error) {
        if (resourceVersion !== null || !isUnsupported(failureOf(error))) throw error;
        watchListFails = true;
        log.info({ err: error }, 'the API server does not stream lists; it is asked for pages');
      }
    }
    await list(open);
    if (resourceVersion !== null) await stream('listed', { resourceVersion }, null);
  }

  async function cycle(): Promise<void> {
    openFor = 0;
    const open = await cluster.connect({
      clock,
      timers,
      fresh: refusedCredentials,
      onHead: (head) => serverClock.observe(head.date, head.sentAt, head.receivedAt),
    });
    if (stopped) {
      open.close();
      return;
    }
    refusedCredentials = false;
    connection = open;
    feed.to(feed.state(), { nextAttemptAt: null });
    try {
      if (resourceVersion === null) await listAndWatch(open);
      else await stream('resumed', { resourceVersion }, null);
    } finally {
      connection = null;
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
    attempt += 1;
    const lastError = failure?.feedError ?? endedEarly(openFor);
    lostAt ??= now;
    log.warn(
      { code: lastError.code, error: lastError.message, delayMs: Math.round(delayMs), attempt },
      'the watch of Leases broke',
    );
    feed.to(stateAfter(failure), { lastError, attempt, nextAttemptAt: now + delayMs });
    return delayMs;
  }

  function stateAfter(failure: KubeFailure | null): FeedState {
    cancelStale();
    if (failure?.type === 'unauthorized') return 'unauthorized';
    if (failure?.type === 'forbidden') return 'forbidden';
    const staleForMs = everLive && lostAt !== null ? clock.now() - lostAt : Number.POSITIVE_INFINITY;
    if (staleForMs >= STALE_MS) return 'unreachable';
    cancelStale = timers.after(STALE_MS - staleForMs, () => {
      if (feed.state() === 'stale') feed.to('unreachable');
    });
    return 'stale';
  }

  function wait(delayMs: number): Promise<void> {
    if (delayMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = timers.after(delayMs, resolve);
      endWait = () => {
        cancel();
        resolve();
      };
    });
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
      await wait(ended(failure));
      endWait = null;
    }
    cancelStale();
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopped = true;
      connection?.close();
      endWait?.();
      await running;
    },
    retryNow: () => endWait?.(),
    async prove(record) {
      if (connection !== null && feed.state() === 'live') await prober.prove(record, connection);
    },
    feed: feed.current,
  };
}

function endedEarly(openForMs: number): FeedError {
  const hint =
    'Something ends watches early: a proxy or load balancer before the API server, or the API server itself.';
  return { code: 'watch_ended', message: `the watch ended after ${(openForMs / 1000).toFixed(1)} s`, hint };
}
