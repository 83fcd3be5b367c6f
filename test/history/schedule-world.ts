/**
 * A small cluster of real electors on played time, and Tenure's own runtime and store watching it, run after run.
 * Nothing waits for a clock: time passes from one thing that is due to the next.
 */
import { rmSync } from 'node:fs';
import { createHistory } from '../../lib/history/create-history.ts';
import type { History } from '../../lib/history/history.ts';
import type { HistoryLimits } from '../../lib/history/history-options.ts';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import type { StoreLink } from '../../lib/history/store-calls.ts';
import type { LoadedCluster } from '../../lib/kube/cluster.ts';
import { readConfig } from '../../lib/server/config.ts';
import { createLog } from '../../lib/server/log.ts';
import { createRuntime, type Runtime } from '../../lib/server/runtime.ts';
import type { Timers } from '../../lib/server/timers.ts';
import { type Cluster, createCluster, EMPTY_TOPOLOGY, type Topology } from '../../lib/simulator/cluster.ts';
import { createPlayedTime, type PlayedTime } from '../../lib/simulator/played-time.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import type { ElectionSpec } from '../../lib/simulator/topology.ts';
import { createNetwork, type Network } from './schedule-network.ts';

const START = Date.UTC(2026, 4, 4, 3, 0, 0);

export type World = {
  cluster: Cluster;
  network: Network;
  time: PlayedTime;
  /** Passes time, and lets everything that follows happen. */
  pass(ms: number): Promise<void>;
  /** Passes time until `promise` settles. */
  passFor<T>(promise: Promise<T>): Promise<T>;
  stirred(): void;
  /** What a store does takes no time in this world: everything waits until it is done. */
  meanwhile<T>(work: Promise<T>): Promise<T>;
};

type Election = Pick<ElectionSpec, 'name' | 'timing' | 'releases' | 'identity'>;
export const ELECTIONS: readonly Election[] = [
  { name: 'patient-lock', timing: [15, 10, 2], releases: false, identity: 'hostname_uuid' },
  { name: 'polite-lock', timing: [15, 10, 2], releases: true, identity: 'hostname_uuid' },
  { name: 'hasty-lock', timing: [5, 3, 1], releases: true, identity: 'hostname' },
];
export const keyOf = ({ name }: { name: string }) => `team-a/${name}`;

function electors(): Topology {
  const nodes = ['wa-01', 'wa-02', 'wa-03'];
  return {
    ...EMPTY_TOPOLOGY,
    nodes,
    workloads: ELECTIONS.map(({ name }) => ({
      namespace: 'team-a',
      name,
      kind: 'deployment',
      hostNetwork: false,
      container: name,
      image: `${name}:1`,
      replicas: nodes.map((node, index) => ({ pod: `${name}-5c7bb9d6f-aaaa${index}`, node })),
    })),
    elections: ELECTIONS.map((election, index) => ({
      ...election,
      namespace: 'team-a',
      workload: keyOf(election),
      records: index !== 2,
      holder: 0,
      tenureSeconds: 3600,
      transitions: 7,
    })),
  };
}

/** `topology`: what runs in it; without it three electors of each kind. */
export function createWorld(seed: number, topology: Topology = electors()): World {
  const time = createPlayedTime(START);
  const cluster = createCluster({ timers: time, random: createRandom(seed), topology });
  let isStirred = false;
  let working = 0;
  const stirred = () => {
    isStirred = true;
  };
  // Watches hear of a write in the same moment.
  cluster.store.leaseTable.subscribe(stirred);
  const network = createNetwork(cluster, stirred);
  /** Whatever promises wait for is done when the event loop comes round with nothing new. */
  async function settle(): Promise<void> {
    do {
      isStirred = false;
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (isStirred || working > 0);
  }
  async function pass(ms: number): Promise<void> {
    const until = time.now() + ms;
    for (let next = time.nextAt(); next !== null && next <= until; next = time.nextAt()) {
      time.pass(next - time.now());
      if (isStirred) await settle();
    }
    time.pass(until - time.now());
    await settle();
  }
  return {
    cluster,
    network,
    time,
    pass,
    stirred,
    async meanwhile(work) {
      working += 1;
      try {
        return await work;
      } finally {
        working -= 1;
        stirred();
      }
    },
    async passFor(promise) {
      let over = false;
      const ended = promise.finally(() => {
        over = true;
      });
      ended.catch(() => undefined);
      await settle();
      while (!over) await pass(100);
      return ended;
    },
  };
}

/** Timers of one process: when it is killed none of them runs any more. */
function timersOf(world: World): Timers & { stop(): void } {
  let dead = false;
  const guarded = (run: () => void) => () => {
    if (dead) return;
    world.stirred();
    run();
  };
  const after = (ms: number, run: () => void) => {
    const timer = world.time.after(ms, guarded(run));
    return () => timer.cancel();
  };
  return {
    after,
    every(ms, run) {
      let cancel = after(ms, function again() {
        cancel = after(ms, again);
        run();
      });
      return () => cancel();
    },
    soon: (run) => queueMicrotask(guarded(run)),
    stop() {
      dead = true;
    },
  };
}

/** A store whose work takes no played time, however long the machine needs for it. */
function startMeanwhile(world: World, died: Parameters<typeof startInProcess>[0]): StoreLink {
  const link = startInProcess(died);
  return { ...link, call: (method, ...args) => world.meanwhile(link.call(method, ...args)) };
}

export type Run = {
  runtime: Runtime;
  history: History;
  /** kill -9: what is in memory is gone, and whatever is not committed. */
  kill(): void;
  /** SIGTERM. */
  stop(): Promise<void>;
};

export type LoadedBy = { load: () => LoadedCluster };

/** Starts Tenure on this store; `loading` is what its runtime finds its cluster by. */
export function startRun(
  world: World,
  store: { url: string; limits?: Partial<HistoryLimits> },
  instance: string,
  loading: LoadedBy,
  env: Record<string, string> = {},
): Run {
  const timers = timersOf(world);
  const clock = { now: () => world.time.now() };
  const log = createLog('silent');
  const { url } = store;
  let end = (): void => undefined;
  const history = createHistory({
    url,
    instance,
    timers,
    clock,
    log,
    limits: store.limits ?? {},
    start(died) {
      const link = startMeanwhile(world, died);
      end = () => void link.end();
      return link;
    },
  });
  const way = world.network.way();
  const server = 'http://127.0.0.1:1';
  loading.load = () => ({
    type: 'cluster',
    lookedFor: [],
    cluster: {
      name: 'played',
      server,
      namespaceOfPod: null,
      connect: way.connect,
      fingerprint: async () => 'ca:played',
    },
  });
  const config = readConfig({ ...env, TENURE_DATABASE_URL: url });
  const runtime = createRuntime({ config, clock, timers, random: () => 0.5, log, env: {}, history });
  runtime.start();
  world.stirred();
  return {
    runtime,
    history,
    kill() {
      timers.stop();
      way.cut();
      end();
    },
    async stop() {
      await world.passFor(runtime.stop());
      timers.stop();
      way.cut();
    },
  };
}

/** Opens the store as a run would, only to read it. */
export async function readStore<T>(
  world: World,
  url: string,
  read: (history: History) => Promise<T>,
): Promise<T> {
  const history = createHistory({
    url,
    instance: 'reader',
    timers: timersOf(world),
    clock: { now: () => world.time.now() },
    log: createLog('silent'),
    start: (died) => startMeanwhile(world, died),
  });
  try {
    await world.passFor(history.open({ aliases: ['ca:played'], name: null }));
    return await world.passFor(read(history));
  } finally {
    await world.passFor(history.close(1_000));
  }
}

export function removeStore(file: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
}
