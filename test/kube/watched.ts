/** A reflector on a fake API server with manual time, and a record of all that it told. */

import { type Cluster, loadCluster } from '../../lib/kube/cluster.ts';
import { openConnection } from '../../lib/kube/connection.ts';
import { type CountingReflector, createReflector } from '../../lib/kube/reflector.ts';
import { decodeLease } from '../../lib/lease/decode.ts';
import type { ScopeFeed } from '../../lib/lease/feed.ts';
import type { LeaseRecord } from '../../lib/lease/record.ts';
import type { LeaseSink, ServerClock } from '../../lib/lease/sink.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { type ManualTime, manualTime } from './manual-time.ts';

export type Told =
  | { type: 'listStarted' }
  | { type: 'listed'; names: string[] }
  | { type: 'listDone'; blindFrom: number | null }
  | { type: 'changed'; name: string; version: string; holder: string; backlog: boolean }
  | { type: 'deleted'; name: string; backlog: boolean };

export type Watched = {
  api: FakeApi;
  time: ManualTime;
  reflector: CountingReflector;
  told: Told[];
  feeds: ScopeFeed[];
  clocks: ServerClock[];
  logged: string[];
  feed(): ScopeFeed;
  /** Waits, without a clock, for something told, asked or logged to make it true. */
  until(what: () => boolean): Promise<void>;
  untilState(state: ScopeFeed['state']): Promise<void>;
  /** The holders told of by `changed`, in order. */
  holders(): string[];
  end(): Promise<void>;
};

export type WatchedWishes = {
  namespace?: string;
  pageSize?: number;
  sink?: Partial<LeaseSink>;
  cluster?: (api: FakeApi) => Cluster;
  random?: () => number;
  decode?: (raw: unknown) => LeaseRecord | null;
};

export async function watchFake(wishes: WatchedWishes = {}): Promise<Watched> {
  let waiting: (() => void)[] = [];
  const poke = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  // The API has a life of its own: what is told of it is looked at in the next turn.
  const api = await startFakeApi(() => setImmediate(poke));
  const time = manualTime(poke);
  const told: Told[] = [];
  const feeds: ScopeFeed[] = [];
  const clocks: ServerClock[] = [];
  const logged: string[] = [];
  const tell = (one: Told): void => {
    told.push(one);
    poke();
  };
  const sink: LeaseSink = {
    listStarted: () => tell({ type: 'listStarted' }),
    listed: (records) => tell({ type: 'listed', names: records.map((record) => record.name) }),
    listDone: ({ blindFrom }) => tell({ type: 'listDone', blindFrom }),
    changed: (record, _, backlog) =>
      tell({
        type: 'changed',
        name: record.name,
        version: record.resourceVersion,
        holder: record.holder,
        backlog,
      }),
    deleted: (record, _, backlog) => tell({ type: 'deleted', name: record.name, backlog }),
    serverClock: (clock) => clocks.push(clock),
    feed: (feed) => {
      feeds.push(feed);
      poke();
    },
    ...wishes.sink,
  };
  const log = (_: unknown, message: string): void => {
    logged.push(message);
    poke();
  };
  const reflector = createReflector({
    cluster: (wishes.cluster ?? plainCluster)(api),
    namespace: wishes.namespace ?? null,
    sink,
    clock: time.clock,
    timers: time.timers,
    random: wishes.random ?? (() => 0.5),
    log: { info: log, warn: log },
    decode: (raw) => {
      setImmediate(poke);
      return (wishes.decode ?? decodeLease)(raw);
    },
    ...(wishes.pageSize === undefined ? {} : { pageSize: wishes.pageSize }),
  });
  async function until(what: () => boolean): Promise<void> {
    while (!what()) await new Promise<void>((resolve) => waiting.push(resolve));
  }
  return {
    api,
    time,
    reflector,
    told,
    feeds,
    clocks,
    logged,
    feed: reflector.feed,
    until,
    untilState: (state) => until(() => reflector.feed().state === state),
    holders: () => told.flatMap((one) => (one.type === 'changed' ? [one.holder] : [])),
    async end() {
      await reflector.stop();
      await api.close();
    },
  };
}

export function plainCluster(api: FakeApi): Cluster {
  return {
    name: 'fake',
    server: api.url,
    namespaceOfPod: null,
    fingerprint: async () => 'ca:test',
    connect: async (options) =>
      openConnection({ server: new URL(api.url), headers: {}, tls: {}, proxy: null }, options),
  };
}

/** The cluster of a kubeconfig file. */
export function clusterOf(kubeconfig: string): Cluster {
  const loaded = loadCluster({
    kubeconfig,
    context: undefined,
    env: {},
    homeDirectory: undefined,
    serviceAccountDirectory: '/none',
  });
  if (loaded.type !== 'cluster') throw new Error(`no cluster: ${JSON.stringify(loaded)}`);
  return loaded.cluster;
}

/** A record as the reflector would hand it on. */
export function recordOf(raw: unknown): LeaseRecord {
  const record = decodeLease(raw);
  if (record === null) throw new Error('not a Lease');
  return record;
}
