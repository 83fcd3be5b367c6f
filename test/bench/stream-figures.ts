/** What viewers get and when: from the API server's handover to a hundred streams, and the bytes of each. */
import { atMost, type Figure, note, quantile, round } from './report.ts';
import { openViewers } from './server-figures.ts';
import { wallClock } from './viewer.ts';
import type { World } from './world.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const VIEWERS = 100;
const EDGE_MS = 500;

type Row = { namespace: string; name: string; holder: string | null; acquireTime: string | null };

/** MicroTime to epoch ms with its microseconds. */
export function microMs(time: string): number {
  const micros = /\.\d{3}(\d{3})Z$/.exec(time)?.[1] ?? '0';
  return Date.parse(time) + Number(micros) / 1000;
}

/**
 * The simulator stamps the new holder's acquireTime as it writes, with the same machine's clock, and its watch
 * event follows at once. So arrival − acquireTime is the whole way, the simulator's own part and the hundred
 * viewers' included: an upper bound of what Tenure needs.
 */
export async function handovers(world: World): Promise<Figure[]> {
  const arrivals = new Map<string, number[]>();
  const stamps = new Map<string, number>();
  let counting = false;
  const viewers = await openViewers(world, VIEWERS, ['handover', 'patch'], (index, event, data, at) => {
    // Before all are there this process is busy reading snapshots, and would measure itself.
    if (!counting) return;
    if (event === 'handover') {
      const { handover } = JSON.parse(data) as {
        handover: { namespace: string; name: string; to: string | null };
      };
      if (handover.to === null) return;
      const key = `${handover.namespace}/${handover.name}/${handover.to}`;
      const of = arrivals.get(key) ?? [];
      of.push(at);
      arrivals.set(key, of);
    } else if (index === 0) {
      for (const row of (JSON.parse(data) as { rows: Row[] }).rows) {
        if (row.holder !== null && row.acquireTime !== null)
          stamps.set(`${row.namespace}/${row.name}/${row.holder}`, microMs(row.acquireTime));
      }
    }
  });
  await pause(2_000);
  counting = true;
  const countedFrom = wallClock();
  const bytesBefore = viewers.map((viewer) => viewer.bytes());
  const began = performance.now();
  const wanted = world.quick ? 50 : 300;
  const deadline = began + (world.quick ? 40_000 : 90_000);
  while (performance.now() < deadline && arrivals.size < wanted) {
    await pause(200);
  }
  await pause(1_000);
  const elapsedS = (performance.now() - began) / 1000;
  const perViewer = viewers.map(
    (viewer, index) => (viewer.bytes() - (bytesBefore[index] ?? 0)) / elapsedS / 1000,
  );
  const countedUntil = wallClock();
  for (const viewer of viewers) viewer.close();
  const delays = [...arrivals].flatMap(([key, times]) => {
    const stamp = stamps.get(key);
    return stamp === undefined ? [] : times.map((time) => time - stamp);
  });
  // What was under way when the counting began and ended was counted in part.
  const incomplete = [...arrivals.values()].filter(
    (times) =>
      times.length !== VIEWERS &&
      Math.min(...times) > countedFrom + EDGE_MS &&
      Math.max(...times) < countedUntil - EDGE_MS,
  );
  return [
    atMost(
      `handover to its SSE message, p99, ${VIEWERS} viewers`,
      quantile(delays, 0.99),
      100,
      'ms',
      `median ${round(quantile(delays, 0.5))}, max ${round(quantile(delays, 1))}, ${delays.length} messages of ${arrivals.size} handovers`,
    ),
    note('  told to a viewer less or more often than once', `${incomplete.length} handovers`),
    note('  traffic of a viewer meanwhile', `${round(Math.max(...perViewer))} kB/s, worst of ${VIEWERS}`),
  ];
}

/** The body of one stream over a stretch of steady state, after its snapshot. */
export async function traffic(
  world: { origin: string; quick: boolean },
  name: string,
  limit: number,
): Promise<Figure> {
  const [viewer] = await openViewers(world, 1);
  if (viewer === undefined) throw new Error('no viewer');
  const [before, began] = [viewer.bytes(), wallClock()];
  await pause(world.quick ? 10_000 : 30_000);
  const rate = (viewer.bytes() - before) / ((wallClock() - began) / 1000) / 1000;
  viewer.close();
  return atMost(`traffic of a viewer, ${name}`, rate, limit, 'kB/s', `snapshot ${round(before / 1000)} kB`);
}
