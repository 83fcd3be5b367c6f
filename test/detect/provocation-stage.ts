/** A small healthy cluster, an election that is harmed, and Tenure watching both, on a played clock. Epoch ms. */
import type { Alert } from '../../lib/alert/alert.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { createRandom, type Random } from '../../lib/simulator/random.ts';
import { type Cluster, createCluster, MINUTE } from './healthy-cluster.ts';
import { createTenure, type Facts, NOTHING_LEFT, type Tenure } from './healthy-tenure.ts';
import { createHolder, type Holder, type HolderSpec } from './provoked-holder.ts';

const SECOND = 1000;
const T0 = Date.UTC(2026, 5, 1);
const SIZE = { nodes: 12, elections: 8 };
/** As the server: it looks at states four times a second, and judges every 0.9 s. */
const SWEEP_MS = 225;
const ROUND_MS = 900;
const WARM_UP_MS = 20 * SECOND;

export type Stage = {
  random: Random;
  now: () => number;
  /** When watching began. */
  startedAt: number;
  /** When it is harmed: some two minutes later, at any part of a round. */
  harmAt: number;
  /** `run` at `ms`, the played clock standing there. */
  at: (ms: number, run: () => void) => void;
  cluster: Cluster;
  tenure: () => Tenure;
  holder: (spec?: HolderSpec) => Holder;
  /** What is known besides, from now on. */
  know: (over: Partial<Facts>) => void;
  lease: (key: string) => TrackedLease;
  /** The node that the holder of an election of the cluster runs on. */
  placeOf: (name: string) => string;
};

export type Fired = Pick<Alert, 'finding' | 'rootId'> & { at: number };
/** What fired first of each alert, in order. */
export type Played = { fired: Fired[]; stage: Stage };

/** Plays until `untilMs` after the harm. `set`: arranges everything before the clock begins to run. */
export function play(seed: number, untilMs: number, set: (stage: Stage) => void): Played {
  const random = createRandom(seed);
  let now = T0;
  let actions: { at: number; run: () => void }[] = [];
  let tenure: Tenure | null = null;
  let known: Partial<Facts> = {};
  const records = new Map<string, Parameters<Tenure['written']>[0]>();
  const cluster = createCluster(SIZE, random, T0, () => ({
    written: (record, at) => tenure?.written(record, at),
    deleted: (record, at) => tenure?.deleted(record, at),
  }));
  const startedAt = T0 + WARM_UP_MS;
  const stage: Stage = {
    random,
    now: () => now,
    startedAt,
    harmAt: startedAt + random.between(1.5, 2.5) * MINUTE,
    at: (ms, run) => void actions.push({ at: ms, run }),
    cluster,
    tenure() {
      if (tenure === null) throw new Error('nobody watches yet');
      return tenure;
    },
    holder: (spec) =>
      createHolder(
        {
          random,
          now: () => now,
          at: stage.at,
          written(record, at) {
            records.set(record.name, record);
            tenure?.written(record, at);
          },
          deleted(record, at) {
            records.delete(record.name);
            tenure?.deleted(record, at);
          },
        },
        spec,
      ),
    know(over) {
      known = { ...known, ...over };
    },
    placeOf: (name) =>
      [...cluster.workloads.values()]
        .flatMap(({ elections }) => elections)
        .find((one) => one.name === name)
        ?.nodeOf() ?? name,
    lease(key) {
      const lease = tenure?.get(...(key.split('/') as [string, string]));
      if (lease === undefined) throw new Error(`there is no Lease ${key}`);
      return lease;
    },
  };
  set(stage);
  const facts = (): Facts => ({
    nodes: SIZE.nodes,
    cordoned: cluster.cordoned,
    kubernetesMinor: 37,
    nodeOf: ({ record }) => cluster.electionOf(`${record.namespace}/${record.name}`)?.nodeOf() ?? null,
    holderExists: () => true,
    ...known,
  });

  /** What is to be done up to `until`, each with the clock at its time. */
  function act(until: number): void {
    for (;;) {
      const next = actions.reduce<{ at: number; run: () => void } | null>(
        (first, one) => (one.at <= until && (first === null || one.at < first.at) ? one : first),
        null,
      );
      if (next === null) break;
      actions = actions.filter((one) => one !== next);
      now = next.at;
      next.run();
    }
    now = until;
  }

  const fired: Fired[] = [];
  const seen = new Set<string>();
  for (let sweeps = 0; now < stage.harmAt + untilMs; sweeps++) {
    const until = T0 + sweeps * SWEEP_MS;
    cluster.play(until);
    act(until);
    if (tenure === null) {
      if (now < startedAt) continue;
      tenure = createTenure(now, facts, NOTHING_LEFT);
      tenure.start([...cluster.records(), ...records.values()], now);
    }
    tenure.proved(now);
    if ((sweeps * SWEEP_MS) % ROUND_MS !== 0) continue;
    for (const { id, state, finding, rootId, firedAt } of tenure.judge(now)) {
      if (state !== 'firing' || seen.has(id)) continue;
      seen.add(id);
      fired.push({ at: firedAt ?? now, finding, rootId });
    }
  }
  return { fired, stage };
}
