/** Whether a thousand handovers a second are kept beside all renewals, and what that holds up. */
import type { Handover } from '../../lib/lease/handover.ts';
import type { Status } from '../../lib/view/status.ts';
import { atLeast, atMost, type Figure, note, round } from './report.ts';
import { openViewers } from './server-figures.ts';
import type { World } from './world.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** What arrived in the stream is written within a second; a busy machine may take some more. */
const WRITTEN_WITHIN_MS = 10_000;

/** The handovers of a stretch as one viewer is told them, against those that are exported afterwards. */
export async function recording(world: World): Promise<Figure[]> {
  const told = new Map<string, Handover>();
  const [viewer] = await openViewers(world, 1, ['handover'], (_, _event, data) => {
    const { handover } = JSON.parse(data) as { handover: Handover };
    told.set(handover.id, handover);
  });
  if (viewer === undefined) throw new Error('no viewer');
  await pause(5_000);
  await world.renewals();
  const from = Date.now();
  await pause(world.quick ? 15_000 : 60_000);
  const to = Date.now();
  const { stallMs, handMs } = await world.renewals();
  await pause(WRITTEN_WITHIN_MS);
  viewer.close();
  const query = `from=${from}&to=${to}&format=ndjson`;
  const file = await (await fetch(`${world.origin}/api/v1/handovers?${query}`)).text();
  const kept = new Set(
    file
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as Handover).id),
  );
  const expected = [...told.values()].filter(({ at }) => at >= from && at <= to).map(({ id }) => id);
  const missing = expected.filter((id) => !kept.has(id)).length;
  const { history } = (await (await fetch(`${world.origin}/api/v1/status`)).json()) as Status;
  const rate = expected.length / ((to - from) / 1000);
  return [
    // As many are made; the stream tells what the server had the time to judge.
    atLeast('recording: handovers told', rate, 1_000, 'a second', `${expected.length} in all`),
    atMost(
      'recording: handovers lost',
      missing + history.lost,
      0,
      '',
      `${kept.size} kept, ${history.waiting} wait`,
    ),
    atMost('recording: longest event-loop stall from SQL', handMs, 20, 'ms', 'handing a batch to its thread'),
    note('  longest of everything', `${round(stallMs)} ms`),
  ];
}
