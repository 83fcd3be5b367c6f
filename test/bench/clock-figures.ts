/** How exactly clocks are read, and whether the truth is ever missed. */
import { createRandom } from '../../lib/simulator/random.ts';
import { watchKubelet } from '../lease/clock-renewals.ts';
import { atMost, type Figure, quantile } from './report.ts';

const SEED = 8;
const FARTHEST_MS = 60_000;
/** Times of 2026 have a grain of a quarter of a microsecond. */
const GRAIN_MS = 0.01;

export function clocks(quick: boolean): Figure[] {
  const runs = quick ? 500 : 5000;
  const quickly = widths(runs, 2, 50);
  const slowly = widths(runs, 300, 800);
  return [
    atMost('clocks: requests of 2-50 ms, truth missed', quickly.missed, 0, 'times', `of ${runs}, 5 min each`),
    atMost('  width of the interval, median', quantile(quickly.widthsMs, 0.5), 120, 'ms', spread(quickly)),
    atMost(
      'clocks: requests of 300-800 ms, truth missed',
      slowly.missed,
      0,
      'times',
      `of ${runs}, 5 min each`,
    ),
    {
      name: '  width of the interval, median',
      target: 'wider',
      measured: `${quantile(slowly.widthsMs, 0.5).toFixed(0)} ms (${spread(slowly)})`,
      ok: quantile(slowly.widthsMs, 0.5) > quantile(quickly.widthsMs, 0.5),
    },
  ];
}

type Widths = { missed: number; widthsMs: number[] };

function widths(runs: number, leastMs: number, mostMs: number): Widths {
  const random = createRandom(SEED);
  const widthsMs: number[] = [];
  let missed = 0;
  for (let run = 0; run < runs; run++) {
    const offsetMs = random.between(-FARTHEST_MS, FARTHEST_MS);
    const bounds = watchKubelet({ offsetMs, latencyMs: () => random.between(leastMs, mostMs), random });
    const lower = bounds?.lower ?? Number.NaN;
    const upper = bounds?.upper ?? Number.NaN;
    widthsMs.push(upper - lower);
    if (!(lower <= offsetMs + GRAIN_MS && upper >= offsetMs - GRAIN_MS)) missed += 1;
  }
  return { missed, widthsMs };
}

function spread({ widthsMs }: Widths): string {
  return `p99 ${quantile(widthsMs, 0.99).toFixed(0)} ms`;
}
