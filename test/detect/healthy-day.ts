/**
 * 24 hours of a healthy cluster in the pure core, on a played clock: what operators do every day is no alarm. The
 * same seed plays the same day.
 */
import { createRandom, type Random } from '../../lib/simulator/random.ts';
import { type Cluster, createCluster, MINUTE, type Size } from './healthy-cluster.ts';
import { createTenure, type Facts, NOTHING_LEFT, type Tenure } from './healthy-tenure.ts';

const SECOND = 1000;
const HOUR = 60 * MINUTE;
const STARTS_AT = Date.UTC(2026, 5, 1);
const TICK_MS = 500;
/** A rollout replaces one Pod after the other, each when its successor is ready. */
const REPLICA_EVERY_MS = 30 * SECOND;

export type DayOptions = Size & {
  seed: number;
  hours: number;
  /** How often it is judged, ms: a multiple of 500. */
  judgeEveryMs: number;
  /** Whether nodes are cordoned and drained before they reboot. */
  announced: boolean;
  rebootsPerHour?: number;
};

export type Told = { at: number; rule: string; key: string; severity: string; summary: string };
export type Day = {
  /** Alerts that fired, worse than information, or only that. */
  alarms: Told[];
  infos: Told[];
  handovers: Record<string, number>;
  outages: number;
  reboots: number;
  judgingMs: number;
};

type Act = { at: number; run: () => void };

/** `elapsed` measures judging, ms; none is needed for a test. */
export function playDay(options: DayOptions, elapsed: () => number = () => 0): Day {
  const random = createRandom(options.seed);
  const day: Day = { alarms: [], infos: [], handovers: {}, outages: 0, reboots: 0, judgingMs: 0 };
  let now = STARTS_AT;
  let tenure: Tenure | null = null;
  const cluster: Cluster = createCluster(options, random, STARTS_AT, () => ({
    written: (record, at) => tenure?.written(record, at),
    deleted: (record, at) => tenure?.deleted(record, at),
  }));
  const facts = (): Facts => ({
    nodes: options.nodes,
    cordoned: cluster.cordoned,
    kubernetesMinor: 37,
    nodeOf: ({ record }) => cluster.electionOf(`${record.namespace}/${record.name}`)?.nodeOf() ?? null,
    holderExists: () => true,
  });

  /** By the run before, while none runs. */
  let left = NOTHING_LEFT;
  function end(): void {
    left = tenure?.leave() ?? left;
    countHandovers();
    tenure = null;
  }
  function begin(): void {
    tenure = createTenure(now, facts, left);
    tenure.start(cluster.records(), now);
  }
  function countHandovers(): void {
    for (const [cause, count] of tenure?.causes ?? [])
      day.handovers[cause] = (day.handovers[cause] ?? 0) + count;
  }

  /** Whatever is going on, Tenure's watch is gone with the API server and back some seconds later. */
  function outage(plan: Plan, at: number): void {
    const forMs = random.between(5, 45) * SECOND;
    const relists = random.next() < 0.5;
    const stop = (): void => {
      cluster.stopAll(forMs);
      tenure?.lost(now);
      day.outages += 1;
    };
    plan.push({ at, run: stop });
    const backAt = at + forMs + random.between(0.3, 6) * SECOND;
    plan.push({ at: backAt, run: () => tenure?.back(now, relists ? cluster.records() : null) });
  }
  function reboot(plan: Plan, at: number, node: number): void {
    const { announced } = options;
    const downAt = at + random.between(1, 2) * MINUTE;
    if (announced) {
      plan.push({ at, run: () => cluster.cordon(node) });
      plan.push({ at: at + 5 * SECOND, run: () => cluster.drain(node) });
    }
    const goDown = (): void => {
      cluster.reboot(node, 3 * MINUTE);
      day.reboots += 1;
    };
    plan.push({ at: downAt, run: goDown });
    plan.push({ at: downAt + 3.5 * MINUTE, run: () => cluster.uncordon(node) });
  }

  const plan = planDay(options, random, cluster, { begin, end, outage, reboot });
  const warmUp = STARTS_AT + MINUTE;
  const told = new Set<string>();
  for (let next = 0; now < STARTS_AT + options.hours * HOUR; ) {
    now += TICK_MS;
    cluster.play(now);
    for (let act = plan[next]; act !== undefined && act.at <= now; act = plan[++next]) act.run();
    if (now === warmUp) begin();
    if (tenure === null) continue;
    const watching: Tenure = tenure;
    watching.proved(now);
    if (now % options.judgeEveryMs !== 0) continue;
    const from = elapsed();
    const changed = watching.judge(now);
    day.judgingMs += elapsed() - from;
    for (const { id, state, finding, firedAt } of changed) {
      if (state !== 'firing' || firedAt === null || told.has(`${id} ${finding.severity}`)) continue;
      told.add(`${id} ${finding.severity}`);
      const { rule, key, severity, summary } = finding;
      const one = { at: (now - STARTS_AT) / SECOND, rule, key, severity, summary };
      (severity === 'info' ? day.infos : day.alarms).push(one);
    }
  }
  countHandovers();
  return day;
}

type Plan = Act[];
type Acts = {
  begin: () => void;
  end: () => void;
  outage: (plan: Plan, at: number) => void;
  reboot: (plan: Plan, at: number, node: number) => void;
};

function planDay(
  { hours, nodes, rebootsPerHour = 1 }: DayOptions,
  random: Random,
  cluster: Cluster,
  acts: Acts,
): Act[] {
  const plan: Plan = [];
  const part = (from: number, to: number): number => STARTS_AT + random.between(from, to) * hours * HOUR;
  const rollOut = (index: number, at: number, releases: boolean): void => {
    const workload = cluster.workloads[index];
    for (const place of workload?.replicas.keys() ?? []) {
      const run = (): void => {
        if (workload === undefined) return;
        for (const election of workload.elections) election.releases = releases;
        cluster.rollOne(workload, place);
      };
      plan.push({ at: at + place * REPLICA_EVERY_MS + random.between(0, 10) * SECOND, run });
    }
  };
  // Every controller, with and without a release, and all of them at once; none of them twice in ten minutes.
  const wave = part(0.48, 0.5);
  for (const index of cluster.workloads.keys()) {
    rollOut(index, part(0.03, 0.4), true);
    rollOut(index, part(0.58, 0.95), false);
    rollOut(index, wave, false);
  }
  // Each node at most once, and an hour's one after the other.
  const turn = shuffled(nodes, random);
  for (let index = 0; index < Math.min(nodes, hours * rebootsPerHour); index++) {
    const at = STARTS_AT + ((index + random.between(0.2, 0.8)) / rebootsPerHour) * HOUR;
    acts.reboot(plan, at, turn[index] ?? 0);
  }
  for (let hour = 2; hour < hours; hour += 5) {
    acts.outage(plan, STARTS_AT + hour * HOUR + random.between(0, 8) * MINUTE);
    const at = STARTS_AT + hour * HOUR + random.between(52, 58) * MINUTE;
    const index = Math.floor(random.between(0, 3));
    plan.push({ at, run: () => cluster.stopOne(index, 1 + Math.floor(random.between(0, 2))) });
    plan.push({ at: at + random.between(20, 90) * SECOND, run: () => cluster.startOne(index) });
    // Tenure too is restarted, and away for a while.
    const endsAt = STARTS_AT + (hour + 1) * HOUR + random.between(0, 9) * MINUTE;
    plan.push({ at: endsAt, run: acts.end });
    // Meanwhile Pods are replaced, whom nobody sees.
    const replaced = cluster.workloads.filter(({ kind }, index) => kind === 'pods' && index % 3 === 0);
    plan.push({
      at: endsAt + 2 * SECOND,
      run: () => replaced.map((workload) => cluster.rollOne(workload, 0)),
    });
    plan.push({ at: endsAt + random.between(5, 60) * SECOND, run: acts.begin });
  }
  return plan.sort((a, b) => a.at - b.at);
}

function shuffled(count: number, random: Random): number[] {
  return Array.from({ length: count }, (_, index) => ({ index, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ index }) => index);
}
