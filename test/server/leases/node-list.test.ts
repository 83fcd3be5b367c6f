import { describe, expect, it } from 'vitest';
import { addOffsetSample, NO_OFFSETS } from '../../../lib/lease/offset.ts';
import type { LeaseState } from '../../../lib/lease/state.ts';
import type { TrackedLease } from '../../../lib/lease/tracked.ts';
import { parseQuery } from '../../../lib/server/api/query.ts';
import { listClocks } from '../../../lib/server/leases/clock-list.ts';
import { heatOfNodes, listNodes, NODE_QUERY } from '../../../lib/server/leases/node-list.ts';
import { ClocksSchema, HeatSchema, NodesSchema } from '../../../lib/server/leases/node-schemas.ts';
import { fakeTime } from '../fake-timers.ts';
import { tracked } from './lease-builders.ts';

const NOW = 1_800_000_000_000;

/** `offsetMs`: how far ahead its clock is seen to be, by 20 renewals that fall on all parts of the second. */
function withClock(lease: TrackedLease, offsetMs: number, samples = 20): TrackedLease {
  lease.stampMoves = true;
  lease.offsets = NO_OFFSETS;
  for (let n = 0; n < samples; n++) {
    const frac = (n / samples) * 1000;
    lease.offsets = addOffsetSample(lease.offsets, NOW - 1000 * n, offsetMs + frac, frac);
  }
  return lease;
}

function node(name: string, state: LeaseState = 'held', ageMs = 3000): TrackedLease {
  const lease = tracked(
    { namespace: 'kube-node-lease', name, holder: name, class: 'node-heartbeat', durationSeconds: 40 },
    NOW - ageMs,
  );
  lease.state = state;
  return lease;
}

function world(nodes: TrackedLease[], elections: [lease: TrackedLease, node: string | null][] = []) {
  let turns = 0;
  const places = new Map(elections);
  const runtime = {
    now: () => NOW,
    timers: fakeTime(NOW).timers,
    heartbeats: () => nodes,
    elections: () => elections.map(([lease]) => lease),
    isLive: () => true,
    latencyAllowanceMs: () => 50,
    nodeOf: (lease: TrackedLease) => places.get(lease) ?? null,
    turns: {
      take: async () => {
        turns += 1;
      },
    },
  };
  return { runtime, turns: () => turns };
}
const query = (text: string) => parseQuery(NODE_QUERY, new URLSearchParams(text));

describe('GET /api/v1/nodes', () => {
  const nodes = [node('a'), node('b', 'late', 44_000), node('c', 'expired', 192_000), node('d', 'unknown')];
  const held = tracked({ namespace: 'apps', name: 'lock', class: 'controller', holder: 'pod-1' });

  it('gives the most urgent first, with what runs there, as the OpenAPI document says', async () => {
    const answer = await listNodes(world(nodes, [[held, 'b']]).runtime, query(''));
    expect(NodesSchema.parse(answer)).toEqual(answer);
    expect(answer.items.map(({ name, state }) => `${name} ${state}`)).toEqual([
      ...['c expired', 'b late', 'd unknown', 'a held'],
    ]);
    expect(answer.items[1]).toMatchObject({ ageMs: 44_000, durationMs: 40_000, holds: ['apps/lock'] });
  });

  it.each([
    ['state=late&state=expired', 'c b'],
    ['q=A', 'a'],
    ['name=d&name=a', 'd a'],
    ['limit=1', 'c'],
  ])('%s', async (text, expected) => {
    const { items } = await listNodes(world(nodes).runtime, query(text));
    expect(items.map(({ name }) => name).join(' ')).toBe(expected);
  });

  it('knows nothing while the feed is not live', async () => {
    const { runtime } = world(nodes);
    const { items } = await listNodes({ ...runtime, isLive: () => false }, query(''));
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['unknown']));
  });

  it('in brief gives all, in the order in which they were listed', async () => {
    const answer = await heatOfNodes(world([...nodes, withClock(node('e'), 7000)]).runtime);
    expect(HeatSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ names: ['a', 'b', 'c', 'd', 'e'], states: 'hleuh', clocks: '----a' });
  });

  it('lets others have their turn', async () => {
    const { runtime, turns } = world(Array.from({ length: 6001 }, (_, index) => node(`n${index}`)));
    await heatOfNodes(runtime);
    expect(turns()).toBe(4);
  });
});

describe('GET /api/v1/clocks', () => {
  const lock = (name: string, holder: string) =>
    tracked({ namespace: 'apps', name, class: 'controller', holder });

  it('gives the worst first, a node once with all that runs there, and what is left out', async () => {
    const near = Array.from({ length: 3 }, (_, index) => withClock(node(`n${index}`), 10 * index));
    const { runtime } = world(
      [...near, withClock(node('fast'), 7000), withClock(node('young'), 0, 2), node('silent')],
      [
        [withClock(lock('x', 'pod-x'), 7020), 'fast'],
        [withClock(lock('y', 'pod-y'), -30_000), null],
        [withClock(lock('z', 'pod-y'), -30_000), null],
      ],
    );
    const answer = await listClocks(runtime, { limit: 3 });
    expect(ClocksSchema.parse(answer)).toEqual(answer);
    expect(answer.items.map((one) => `${one.node} ${one.holder} ${one.leases} ${one.kind}`)).toEqual([
      ...['null pod-y 2 behind', 'fast null 2 ahead', 'n2 null 1 near'],
    ]);
    // Both hold the truth between them: the narrower of each side.
    expect(answer.items[1]?.offset).toMatchObject({ lower: 6970, samples: 40 });
    expect(answer.rest).toEqual({ near: 2, withinMs: expect.any(Number), others: 1 });
    expect(answer.unresolved).toBe(1);
  });

  it('tells none of what nobody hears', async () => {
    const { runtime } = world([withClock(node('fast'), 7000)]);
    const answer = await listClocks({ ...runtime, isLive: () => false }, { limit: 3 });
    expect(answer).toMatchObject({ items: [], unresolved: 0, rest: { near: 0, withinMs: null, others: 0 } });
  });
});
