/** Tenure without its server: a reflector for each scope and the book, in this process, and what they tell. */

import { loadCluster } from '../../lib/kube/cluster.ts';
import { createReflector, type Reflector } from '../../lib/kube/reflector.ts';
import { systemTimers } from '../../lib/kube/timers.ts';
import { createLeaseBook, type LeaseBook } from '../../lib/lease/book.ts';
import { decodeLease } from '../../lib/lease/decode.ts';
import type { FeedState, ScopeFeed } from '../../lib/lease/feed.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { LeaseRecord } from '../../lib/lease/record.ts';
import type { LeaseScope } from '../../lib/lease/scope.ts';
import { until } from '../setup/process.ts';

export type Tenure = {
  book: LeaseBook;
  /** Every handover by its id as told last, in the order in which they were first told. */
  handovers(): Handover[];
  /** The states of the first scope's feed, in order, each once. */
  feedStates(): FeedState[];
  feed(scope?: number): ScopeFeed;
  feeds(): ScopeFeed[];
  /** The last version seen of each Lease, deletions too. */
  versions: Map<string, string>;
  /** Everything that was said to a log. */
  log: string[];
  waitFor(state: FeedState, withinMs?: number): Promise<ScopeFeed>;
  retryNow(): void;
  stop(): Promise<void>;
};

const SWEEP_MS = 250;

export function startTenure(kubeconfig: string, namespaces: string[] = []): Tenure {
  const startedAt = performance.timeOrigin;
  const clock = { now: () => startedAt + performance.now() };
  const loaded = loadCluster({
    kubeconfig,
    context: undefined,
    env: {},
    homeDirectory: undefined,
    serviceAccountDirectory: '/nonexistent',
  });
  if (loaded.type !== 'cluster') throw new Error(`no cluster in ${kubeconfig}: ${JSON.stringify(loaded)}`);
  const handovers = new Map<string, Handover>();
  const versions = new Map<string, string>();
  const states: FeedState[] = [];
  const log: string[] = [];
  const say = (fields: Record<string, unknown>, message: string): void => {
    log.push(`${message} ${JSON.stringify(fields)}`);
  };
  const book = createLeaseBook(
    {
      rowChanged: () => undefined,
      renewed: () => undefined,
      removed: () => undefined,
      handover: (handover) => void handovers.set(handover.id, handover),
    },
    { remembers: false, draw: () => 0 },
  );
  const saw = (record: LeaseRecord): void => {
    versions.set(`${record.namespace}/${record.name}`, record.resourceVersion);
  };
  const scopes: LeaseScope[] = [];
  const reflectors: Reflector[] = (namespaces.length === 0 ? [null] : namespaces).map((namespace, index) => {
    const scope = book.addScope();
    scopes.push(scope);
    const sink: LeaseScope = {
      ...scope,
      listed(records, at) {
        for (const record of records) saw(record);
        scope.listed(records, at);
      },
      changed(record, at, backlog) {
        saw(record);
        scope.changed(record, at, backlog);
      },
      deleted(record, at, backlog) {
        saw(record);
        scope.deleted(record, at, backlog);
      },
      feed(feed) {
        if (index === 0 && states.at(-1) !== feed.state) states.push(feed.state);
        scope.feed(feed);
      },
    };
    const log = { info: say, warn: say };
    const { cluster } = loaded;
    return createReflector({
      cluster,
      namespace,
      sink,
      clock,
      random: Math.random,
      timers: systemTimers,
      log,
      decode: decodeLease,
    });
  });
  const sweeping = setInterval(() => {
    for (const [index, reflector] of reflectors.entries()) scopes[index]?.proved(reflector.feed().provenAt);
    for (const lease of book.sweep(clock.now())) void reflectors[lease.scope]?.prove(lease.record);
  }, SWEEP_MS);
  for (const reflector of reflectors) reflector.start();
  const feeds = (): ScopeFeed[] => reflectors.map((reflector) => reflector.feed());
  const feed = (scope = 0): ScopeFeed => {
    const one = feeds()[scope];
    if (one === undefined) throw new Error(`there is no scope ${scope}`);
    return one;
  };
  return {
    book,
    handovers: () => [...handovers.values()],
    feedStates: () => [...states],
    feed,
    feeds,
    versions,
    log,
    waitFor: (state, withinMs = 30_000) =>
      until(
        `the feed to be ${state}`,
        () => (feeds().every((one) => one.state === state) ? feed() : null),
        withinMs,
      ),
    retryNow: () => {
      for (const reflector of reflectors) reflector.retryNow();
    },
    async stop() {
      clearInterval(sweeping);
      await Promise.all(reflectors.map((reflector) => reflector.stop()));
    },
  };
}
