/** `GET /api/v1/clocks`: every clock that can be told, worst first, asked of the runtime (field guide §8). */
import { z } from 'zod';
import type { TrackedLease } from '../../lease/tracked.ts';
import { type ClockKind, clockKind, clockRank, extentMs, sharedOffset } from '../../view/clock-kind.ts';
import type { ClockOffset } from '../../view/lease-row.ts';
import type { ClockItem, ClocksAnswer } from '../../view/nodes.ts';
import { clockOffsetMs } from '../../view/rows.ts';
import { gatherPage } from '../api/paging.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { nodesInTurns } from './node-list.ts';

const DEFAULT_LIMIT = 20;

export const CLOCK_QUERY = {
  limit: {
    schema: z.coerce.number().int().min(1).max(1000),
    expected: 'a whole number from 1 to 1000',
    description: `Clocks that are listed, ${DEFAULT_LIMIT} without it; the others are counted.`,
  },
} as const satisfies QuerySpec;

type Asked = Pick<
  Seen,
  'now' | 'heartbeats' | 'elections' | 'latencyAllowanceMs' | 'nodeOf' | 'isLive' | 'turns'
>;
type Clock = Omit<ClockItem, 'kind' | 'offset'> & { offsets: ClockOffset[] };

export async function listClocks(
  runtime: Asked,
  { limit = DEFAULT_LIMIT }: Query<typeof CLOCK_QUERY>,
): Promise<ClocksAnswer> {
  await runtime.turns.take();
  const asOf = runtime.now();
  let unresolved = 0;
  const offsetOf = (lease: TrackedLease): ClockOffset | null => {
    if (lease.holder === null || !runtime.isLive(lease)) return null;
    const offset = clockOffsetMs(lease, asOf, runtime.latencyAllowanceMs(lease));
    if (offset === null) unresolved += 1;
    return offset;
  };
  const byHolders = clocksOfElections(runtime, offsetOf);
  // One more tells how closely those that are not listed agree.
  const found = gatherPage<ClockItem>('clocks', { limit: limit + 1, cursor: undefined });
  const counts: Record<ClockKind, number> = { ahead: 0, behind: 0, torn: 0, near: 0, few: 0 };
  const add = ({ offsets, ...about }: Clock): void => {
    const [first, ...more] = offsets;
    if (first === undefined) return;
    const offset = sharedOffset([first, ...more]);
    const kind = clockKind(offset);
    counts[kind] += 1;
    const [group, byMs] = clockRank(kind, offset);
    const name = about.node ?? about.holder ?? '';
    found.add({ key: [group, byMs, name], item: { ...about, kind, offset } });
  };
  for await (const lease of nodesInTurns(runtime)) {
    const { name } = lease.record;
    const offset = offsetOf(lease);
    const shared = byHolders.get(`node ${name}`);
    byHolders.delete(`node ${name}`);
    const leases = (shared?.leases ?? 0) + (offset === null ? 0 : 1);
    const offsets = [...(offset === null ? [] : [offset]), ...(shared?.offsets ?? [])];
    add({ node: name, holder: null, leases, offsets });
  }
  for (const clock of byHolders.values()) add(clock);
  return { asOf, ...listed(found.page().items, limit, counts), unresolved };
}

/** By node where that is known, else by holder. */
function clocksOfElections(
  runtime: Asked,
  offsetOf: (lease: TrackedLease) => ClockOffset | null,
): Map<string, Clock> {
  const clocks = new Map<string, Clock>();
  for (const lease of runtime.elections()) {
    const offset = offsetOf(lease);
    if (offset === null) continue;
    const node = runtime.nodeOf(lease);
    const key = node === null ? `holder ${lease.holder}` : `node ${node}`;
    const clock = clocks.get(key) ?? {
      node,
      holder: node === null ? lease.holder : null,
      leases: 0,
      offsets: [],
    };
    clock.leases += 1;
    clock.offsets.push(offset);
    clocks.set(key, clock);
  }
  return clocks;
}

function listed(
  found: readonly ClockItem[],
  limit: number,
  counts: Readonly<Record<ClockKind, number>>,
): Pick<ClocksAnswer, 'items' | 'rest'> {
  const items = found.slice(0, limit);
  const next = found[limit];
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const near = counts.near - items.filter(({ kind }) => kind === 'near').length;
  return {
    items,
    rest: {
      near,
      withinMs: next?.kind === 'near' ? extentMs(next.offset) : null,
      others: all - items.length - near,
    },
  };
}
