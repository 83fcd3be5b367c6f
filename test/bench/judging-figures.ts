/** What judging costs: in the running server beside the watch, and one round by itself. */
import { createRandom } from '../../lib/simulator/random.ts';
import { createCluster } from '../detect/healthy-cluster.ts';
import { createTenure, NOTHING_LEFT } from '../detect/healthy-tenure.ts';
import { atMost, type Figure, note, quantile, round } from './report.ts';
import type { World } from './world.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Of a core, on top of the watch. */
const MOST_SHARE = 5;
const STEADY_AFTER_MS = 30_000;

export async function judging(world: World): Promise<Figure[]> {
  await pause(world.quick ? 5000 : STEADY_AFTER_MS);
  const [began, first, watched] = [performance.now(), await world.judging(), await world.renewals()];
  await pause(world.quick ? 20_000 : 60_000);
  const [elapsedMs, last, after] = [performance.now() - began, await world.judging(), await world.renewals()];
  const totalMs = last.totalMs - first.totalMs;
  const rounds = last.rounds - first.rounds;
  const rate = ((after.count - watched.count) / elapsedMs) * 1000;
  return [
    atMost(
      'judging: of the running server’s time',
      (totalMs / elapsedMs) * 100,
      MOST_SHARE,
      '% of a core',
      `${world.start.leases} Leases, ${round(rate)} renewals/s`,
    ),
    note('  a round, the longest', `${round(totalMs / rounds)} ms of ${rounds}, ${round(last.longestMs)} ms`),
  ];
}

const SEED = 3;
const SIZE = { nodes: 60_000, elections: 5000 };
const ROUND_MS = 900;
const STARTS_AT = Date.UTC(2026, 5, 1);
const WATCHED_FROM_MS = 20_000;

/** Rounds over a healthy cluster in the pure core, on a played clock, with renewals between them. */
export function judgingRound(quick: boolean): Figure[] {
  const cluster = createCluster(SIZE, createRandom(SEED), STARTS_AT, () => ({
    written: (record, at) => isStarted && tenure.written(record, at),
    deleted: () => undefined,
  }));
  const tenure = createTenure(
    STARTS_AT,
    () => ({
      nodes: SIZE.nodes,
      cordoned: cluster.cordoned,
      kubernetesMinor: 37,
      nodeOf: ({ record }) => cluster.electionOf(`${record.namespace}/${record.name}`)?.nodeOf() ?? null,
      holderExists: () => true,
    }),
    NOTHING_LEFT,
  );
  let isStarted = false;
  const took: number[] = [];
  const rounds = quick ? 100 : 300;
  for (let now = STARTS_AT; took.length < rounds; now += ROUND_MS) {
    cluster.play(now);
    if (!isStarted && now < STARTS_AT + WATCHED_FROM_MS) continue;
    if (!isStarted) tenure.start(cluster.records(), now);
    isStarted = true;
    tenure.proved(now);
    const from = performance.now();
    tenure.judge(now);
    took.push(performance.now() - from);
  }
  // The first ones are not compiled yet.
  const steady = took.slice(rounds / 5);
  const meanMs = steady.reduce((sum, ms) => sum + ms, 0) / steady.length;
  const leases = SIZE.nodes + SIZE.elections;
  return [
    atMost(
      'judging: one round in the pure core',
      (meanMs / ROUND_MS) * 100,
      MOST_SHARE,
      '% of a core',
      `${round(meanMs)} ms each ${ROUND_MS} ms, ${leases} Leases`,
    ),
    note('  median, p99', `${round(quantile(steady, 0.5))} ms, ${round(quantile(steady, 0.99))} ms`),
  ];
}
