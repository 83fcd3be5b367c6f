/** Who the lanes of a store say to have held what, held against who did. */
import type { Change } from './schedule-truth.ts';
import type { Kept } from './schedule-verdict.ts';

/** Of a lane: in these worlds of some minutes each is less than a second. */
export const POINTS = 1000;

/** Who is drawn to have held each Lease in the middle of every stretch in which the same did, wherever it was watched. */
export function judgeLanes(
  { kept, changes, endedAt }: { kept: Pick<Kept, 'lanes'>; changes: readonly Change[]; endedAt: number },
  from: number,
  inBlind: (at: number, margin: number) => boolean,
  withinMs: number,
): { wrong: [what: string, at: number][]; drawn: number } {
  const wrong: [string, number][] = [];
  let drawn = 0;
  const grainMs = withinMs + (endedAt - from) / POINTS;
  for (const [lease, own] of Map.groupBy(changes, (change) => change.lease)) {
    // Heartbeats are no elections, and have no lanes.
    if (lease.startsWith('kube-node-lease/')) continue;
    const spans = kept.lanes.find(({ namespace, name }) => `${namespace}/${name}` === lease)?.spans ?? [];
    for (const [index, { at, holder }] of own.entries()) {
      const begin = Math.max(from, at);
      const end = Math.min(endedAt, own[index + 1]?.at ?? endedAt);
      const middle = (begin + end) / 2;
      if (end - begin < 2 * grainMs || inBlind(middle, withinMs)) continue;
      const span = spans.find((one) => one.from <= middle && middle < one.to);
      if (span?.type === 'dense') continue;
      drawn += 1;
      const said = span === undefined ? 'nothing' : (span.holder ?? null);
      if (said !== holder) wrong.push([`${lease} was held by ${holder}, and is drawn by ${said}`, middle]);
    }
  }
  return { wrong, drawn };
}
