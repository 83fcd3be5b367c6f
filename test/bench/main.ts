/**
 * `npm run bench [NAME…] [--quick] [--strict]`: every figure beside its target, one line each. Loopback only.
 * It ends with 0 whatever the figures are, unless `--strict`. `--quick` is for trying: shorter stretches,
 * fewer repetitions.
 */
import { board, javascript } from './board-figures.ts';
import { clocks } from './clock-figures.ts';
import { detection } from './detection-figures.ts';
import { healthy } from './healthy-figures.ts';
import { inThread } from './history-thread.ts';
import { judgingCpu } from './judging-cpu.ts';
import { judging, judgingRound } from './judging-figures.ts';
import { pauses } from './machine.ts';
import { scrapes } from './metrics-figures.ts';
import { recording } from './recording-figures.ts';
import { replicas } from './replica-figures.ts';
import { type Figure, line } from './report.ts';
import { cpu, leaks, listToLive, memoryFigures } from './server-figures.ts';
import { startWithHistory } from './start-figures.ts';
import { storm } from './storm-figures.ts';
import { handovers, traffic } from './stream-figures.ts';
import { timelinePage } from './timeline-figures.ts';
import { past, truth } from './truth-figures.ts';
import { startWorld, type World } from './world.ts';

const LOAD = { nodes: 60_000, elections: 5_000 };
const SMALL = { nodes: 200, elections: 100 };

/** In this order: memory, which wants five minutes, comes when most of them have been used. */
const FIGURES: Record<string, (world: World) => Promise<Figure[]>> = {
  list: listToLive,
  cpu,
  judging,
  traffic: async (world) => [await traffic(world, '5,000 elections', 20)],
  board,
  javascript,
  memory: memoryFigures,
  leaks,
};
/** With worlds of their own: the steady state of the others has no handovers. */
const OWN_WORLDS: Record<
  string,
  {
    handoversPerSecond: number;
    nodes: number;
    elections: number;
    measure: (world: World) => Promise<Figure[]>;
  }
> = {
  handover: { ...LOAD, handoversPerSecond: 2, measure: handovers },
  small: {
    ...SMALL,
    handoversPerSecond: 0,
    measure: async (world) => [await traffic(world, '300 Leases', 5)],
  },
  // Somewhat more than is wanted: of a stretch those at its edges are told before or after it.
  recording: { ...LOAD, handoversPerSecond: 1010, measure: recording },
};
/** Without a world: a store, a start, or processes of their own. */
const ALONE: Record<string, () => Promise<Figure[]>> = {
  timeline: timelinePage,
  lanes: () => inThread('historyTimeline', quick),
  renewals: () => inThread('historyRenewals', quick),
  start: () => startWithHistory(quick),
  clocks: async () => clocks(quick),
  detection: async () => detection(quick),
  round: async () => [...judgingRound(quick), ...(await judgingCpu(quick))],
  storm: () => storm(quick),
  healthy: async () => healthy(quick),
  scrapes: () => scrapes(quick),
  past,
  truth: () => truth(quick),
  replicas: () => replicas(quick),
};
const NAMES = [...Object.keys(FIGURES), ...Object.keys(OWN_WORLDS), ...Object.keys(ALONE)];

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const strict = words.includes('--strict');
const wanted = words.filter((word) => !word.startsWith('--'));
const unknown = [
  ...wanted.filter((name) => !NAMES.includes(name)),
  ...words.filter((word) => word.startsWith('--') && word !== '--quick' && word !== '--strict'),
];
if (unknown.length > 0) {
  console.error(
    `No such figure: ${unknown.join(', ')}. There are: ${NAMES.join(', ')}; and --quick, --strict.`,
  );
  process.exit(2);
}
const chosen = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

let missed = 0;
function print(figures: Figure[]): void {
  for (const figure of figures) {
    if (figure.ok === false) missed += 1;
    console.log(line(figure));
  }
}

async function measure(name: string, figure: () => Promise<Figure[]>): Promise<void> {
  try {
    print(await figure());
  } catch (error) {
    print([{ name, target: '', measured: `could not be measured: ${String(error)}`, ok: false }]);
  }
}

async function inWorld(
  load: Omit<Parameters<typeof startWorld>[0], 'quick'>,
  use: (world: World) => Promise<void>,
): Promise<void> {
  const world = await startWorld({ ...load, quick });
  try {
    await use(world);
  } finally {
    await world.stop();
  }
}

print([await pauses()]);
if (Object.keys(FIGURES).some(chosen)) {
  await inWorld({ ...LOAD, handoversPerSecond: 0 }, async (world) => {
    for (const [name, figure] of Object.entries(FIGURES))
      if (chosen(name)) await measure(name, () => figure(world));
  });
}
for (const [name, { measure: figure, ...load }] of Object.entries(OWN_WORLDS)) {
  if (chosen(name)) await inWorld(load, (world) => measure(name, () => figure(world)));
}
for (const [name, figure] of Object.entries(ALONE)) {
  if (chosen(name)) await measure(name, figure);
}
print([await pauses()]);
console.log(missed === 0 ? 'every figure meets its target' : `${missed} figures missed`);
process.exit(strict && missed > 0 ? 1 : 0);
