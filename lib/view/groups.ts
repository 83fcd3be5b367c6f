/** The board as a flat list of items, as it is drawn: group heads, Leases, folded sets, heartbeat summaries. */
import { type LeaseClass, leaseKey } from '../lease/record.ts';
import { type Judged, needsEyes } from './board-judge.ts';
import { shardOf } from './board-shards.ts';
import { sortRows } from './board-sort.ts';
import { countsNote, GROUPS } from './board-words.ts';
import { type BoardFilter, rowMatcher } from './filter.ts';
import { countOf, formatCount } from './format.ts';
import type { Totals } from './lease-row.ts';
import { type Sort, sortOf } from './url-state.ts';

export type GroupId = LeaseClass | 'eyes' | 'all';

export type BoardItem =
  | { type: 'group'; key: string; id: GroupId; title: string; what: string; note: string; collapsed: boolean }
  | { type: 'lease'; key: string; group: GroupId; judged: Judged; inSet: boolean }
  | { type: 'set'; key: string; group: GroupId; title: string; members: Judged[]; unfolded: boolean }
  | {
      type: 'beats';
      key: string;
      group: GroupId;
      class: LeaseClass;
      total: number;
      /** Held, as Tenure counts them: a page may have no row for one that is not. */
      fresh: number;
      /** Not held, as far as there are rows for them. */
      wrong: Judged[];
      frozen: boolean;
    };

export type BoardInput = {
  /** All there are rows for. */
  judged: readonly Judged[];
  totals: Totals | null;
  filter: BoardFilter;
  sort: Sort;
  collapsed: ReadonlySet<string>;
  /** Keys of the sets that are unfolded. */
  unfolded: ReadonlySet<string>;
  /** Ages stand still for the whole board. */
  frozen: boolean;
  /** Rows are still on their way: nothing is counted by those that are there. */
  partial: boolean;
};

export function buildBoard(input: BoardInput): BoardItem[] {
  const matches = rowMatcher(input.filter);
  const shown = input.judged.filter((one) => matches(one.row, one.was ?? one.state));
  const beats = wantsSummaries(input.filter);
  const totalOf = (id: LeaseClass): number => (beats ? (input.totals?.classes[id] ?? 0) : 0);
  const items: BoardItem[] = [];
  if (sortOf(input.sort).key !== 'class') {
    const rows = sortRows(shown, input.sort);
    if (rows.length > 0)
      addGroup(items, input, 'all', 'All Leases', 'in one order, across classes', countsNote(rows, 0), () =>
        rows.map((one) => leaseItem(one, 'all')),
      );
    // Those that are held have no rows to be sorted.
    const wrong = rows.filter((one) => one.row.class === 'node-heartbeat');
    if (totalOf('node-heartbeat') > wrong.length)
      addBeats(items, input, wrong, totalOf('node-heartbeat'), false);
    return items;
  }
  const eyes = sortRows(
    shown.filter((one) => one.row.elects && needsEyes(one)),
    'urgency',
  );
  const pinned = new Set(eyes);
  if (eyes.length > 0) {
    const electing = input.judged.filter((one) => one.row.elects).length;
    const note = `${formatCount(eyes.length)} of ${countOf(electing, 'Lease')}`;
    addGroup(items, input, 'eyes', 'Needs eyes', 'pinned while something is wrong', note, () =>
      eyes.map((one) => leaseItem(one, 'eyes')),
    );
  }
  const byClass = Map.groupBy(shown, (one) => one.row.class);
  for (const group of GROUPS) {
    const all = byClass.get(group.id) ?? [];
    const rows = sortRows(
      all.filter((one) => !pinned.has(one)),
      input.sort,
    );
    if (group.id === 'node-heartbeat') {
      const total = Math.max(totalOf(group.id), rows.length);
      if (total > 0) addBeats(items, input, rows, total, true);
      continue;
    }
    if (all.length === 0) continue;
    addGroup(
      items,
      input,
      group.id,
      group.title,
      group.what,
      countsNote(rows, all.length - rows.length),
      () =>
        group.id === 'sharded' ? withSets(rows, input.unfolded) : rows.map((one) => leaseItem(one, group.id)),
    );
  }
  return items;
}

/** Heartbeats there are no rows for are summed up unless a filter asks for what only rows can tell. */
function wantsSummaries(filter: BoardFilter): boolean {
  const heartbeatClass = filter.classes.length === 0 || filter.classes.includes('node-heartbeat');
  return (
    heartbeatClass && filter.q.trim() === '' && filter.namespaces.length === 0 && filter.states.length === 0
  );
}

function leaseItem(judged: Judged, group: GroupId, inSet = false): BoardItem {
  return { type: 'lease', key: `lease:${leaseKey(judged.row)}`, group, judged, inSet };
}

function addGroup(
  items: BoardItem[],
  input: BoardInput,
  id: GroupId,
  title: string,
  what: string,
  note: string,
  rows: () => BoardItem[],
): void {
  const collapsed = input.collapsed.has(id);
  items.push({
    type: 'group',
    key: `group:${id}`,
    id,
    title,
    what,
    note: input.partial ? '' : note,
    collapsed,
  });
  if (!collapsed) for (const row of rows()) items.push(row);
}

/** Buckets of one set become one row; a set of which one bucket alone is left stays a plain row. */
function withSets(rows: readonly Judged[], unfolded: ReadonlySet<string>): BoardItem[] {
  const sets = Map.groupBy(rows, (one) => shardOf(one.row)?.set ?? leaseKey(one.row));
  const items: BoardItem[] = [];
  for (const [set, found] of sets) {
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) {
      items.push(leaseItem(first, 'sharded'));
      continue;
    }
    const members = [...found].sort((a, b) => (shardOf(a.row)?.bucket ?? 0) - (shardOf(b.row)?.bucket ?? 0));
    const key = `set:${set}`;
    const open = unfolded.has(key);
    const title = shardOf(first.row)?.title ?? set;
    items.push({ type: 'set', key, group: 'sharded', title, members, unfolded: open });
    if (open) for (const member of members) items.push(leaseItem(member, 'sharded', true));
  }
  return items;
}

/** `withRows`: those that are not held stand below, and nowhere else. */
function addBeats(
  items: BoardItem[],
  input: BoardInput,
  wrong: Judged[],
  total: number,
  withRows: boolean,
): void {
  const id = 'node-heartbeat';
  const group = GROUPS.find((one) => one.id === id);
  const fresh = Math.min(total - wrong.length, input.totals?.heldByClass[id] ?? 0);
  const rest = total - fresh;
  const note = input.frozen
    ? `were ${formatCount(fresh)} fresh`
    : rest === 0
      ? `${formatCount(fresh)} fresh`
      : `${formatCount(fresh)} fresh, ${formatCount(rest)} not${wrong.length === 0 ? ' known' : ''}`;
  addGroup(items, input, id, group?.title ?? id, group?.what ?? '', note, () => [
    { type: 'beats', key: `beats:${id}`, group: id, class: id, total, fresh, wrong, frozen: input.frozen },
    ...(withRows ? wrong.map((one) => leaseItem(one, id)) : []),
  ]);
}
