/** `GET /api/v1/nodes` and `/nodes/heat`: nodes by their heartbeats, asked of the runtime. */
import { z } from 'zod';
import { LEASE_STATES, type LeaseState } from '../../lease/state.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import { clockKind } from '../../view/clock-kind.ts';
import {
  HEAT_CLOCKS,
  HEAT_STATES,
  type HeatAnswer,
  type NodeItem,
  type NodesAnswer,
} from '../../view/nodes.ts';
import { clockOffsetMs } from '../../view/rows.ts';
import { gatherPage, PAGING, type SortKey } from '../api/paging.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import { sharedAnswer } from '../api/shared-answer.ts';
import type { Seen } from '../seen/seen-runtime.ts';

/** Leases looked at in one turn, some ms. */
const NODES_A_TURN = 2000;
/** However many look, every node is looked at once in so long. */
const FRESH_MS = 1000;

export const NODE_QUERY = {
  name: {
    schema: z.string().max(253),
    expected: 'the name of a node',
    description: 'Only these nodes.',
    many: true,
  },
  q: { schema: z.string().max(253), expected: 'a text', description: 'Part of the name, any case.' },
  state: {
    schema: z.enum(LEASE_STATES),
    expected: `a state; give one of ${LEASE_STATES.join(', ')}`,
    description: 'Only these states.',
    many: true,
  },
  ...PAGING,
} as const satisfies QuerySpec;
export type NodeQuery = Query<typeof NODE_QUERY>;

type Asked = Pick<
  Seen,
  'now' | 'timers' | 'heartbeats' | 'elections' | 'isLive' | 'latencyAllowanceMs' | 'nodeOf' | 'turns'
>;

const URGENCY: readonly LeaseState[] = ['expired', 'late', 'vacant', 'unknown', 'held'];

export async function listNodes(runtime: Asked, query: NodeQuery): Promise<NodesAnswer> {
  await runtime.turns.take();
  const asOf = runtime.now();
  const names = new Set(query.name);
  const part = query.q?.toLowerCase();
  const found = gatherPage<TrackedLease>('nodes', query);
  for await (const lease of nodesInTurns(runtime)) {
    const { name } = lease.record;
    const state = stateOf(runtime, lease);
    if (names.size > 0 && !names.has(name)) continue;
    if (part !== undefined && !name.toLowerCase().includes(part)) continue;
    if (query.state.length > 0 && !query.state.includes(state)) continue;
    const key: SortKey = [URGENCY.indexOf(state), lease.lastRenewalAt ?? 0, name];
    found.add({ key: state === 'held' ? [key[0], name] : key, item: lease });
  }
  const { items, nextCursor } = found.page();
  const held = heldThere(runtime, new Set(items.map(({ record }) => record.name)));
  return { asOf, items: items.map((lease) => nodeItem(runtime, lease, asOf, held)), nextCursor };
}

function nodeItem(
  runtime: Asked,
  lease: TrackedLease,
  asOf: number,
  held: ReadonlyMap<string, string[]>,
): NodeItem {
  return {
    name: lease.record.name,
    state: stateOf(runtime, lease),
    lastRenewalAt: rounded(lease.lastRenewalAt),
    ageMs: ageOf(lease, asOf),
    ageCertain: lease.ageCertain,
    durationMs: lease.durationMs,
    lateAfterMs: rounded(lease.lateAfterMs),
    clockOffsetMs: clockOffsetMs(lease, asOf, runtime.latencyAllowanceMs(lease)),
    holds: held.get(lease.record.name) ?? [],
  };
}

/** Leases by the node of their holder, of these nodes. */
function heldThere(runtime: Asked, nodes: ReadonlySet<string>): Map<string, string[]> {
  const held = new Map<string, string[]>();
  for (const lease of runtime.elections()) {
    const node = runtime.nodeOf(lease);
    if (node === null || !nodes.has(node)) continue;
    const own = held.get(node) ?? [];
    own.push(`${lease.record.namespace}/${lease.record.name}`);
    held.set(node, own);
  }
  return held;
}

/** All of them, made once for all who see the same and look at about the same time. */
export const heatOfNodes = sharedAnswer(FRESH_MS, heat, {
  keyOf: ({ heartbeats }) => heartbeats,
  timers: ({ timers }: Asked) => timers,
});

async function heat(runtime: Asked): Promise<HeatAnswer> {
  await runtime.turns.take();
  const asOf = runtime.now();
  const names: string[] = [];
  const ages: HeatAnswer['ages'] = [];
  let states = '';
  let clocks = '';
  for await (const lease of nodesInTurns(runtime)) {
    const isLive = runtime.isLive(lease);
    const offset = isLive ? clockOffsetMs(lease, asOf, runtime.latencyAllowanceMs(lease)) : null;
    names.push(lease.record.name);
    ages.push(ageOf(lease, asOf));
    states += HEAT_STATES[stateOf(runtime, lease)];
    clocks += HEAT_CLOCKS[offset === null ? 'none' : clockKind(offset)];
  }
  return { asOf, names, ages, states, clocks };
}

export async function* nodesInTurns({
  heartbeats,
  turns,
}: Pick<Asked, 'heartbeats' | 'turns'>): AsyncGenerator<TrackedLease> {
  let looked = 0;
  for (const lease of heartbeats()) {
    if (lease.class !== 'node-heartbeat') continue;
    if (++looked % NODES_A_TURN === 0) await turns.take();
    yield lease;
  }
}

function stateOf({ isLive }: Pick<Asked, 'isLive'>, lease: TrackedLease): LeaseState {
  return isLive(lease) ? lease.state : 'unknown';
}

function ageOf({ lastRenewalAt }: TrackedLease, asOf: number): number | null {
  return lastRenewalAt === null ? null : Math.max(0, Math.round(asOf - lastRenewalAt));
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
