import { expect, test } from 'vitest';
import { createJudge, type Judged } from '../../lib/view/board-judge.ts';
import type { BoardFilter } from '../../lib/view/filter.ts';
import { type BoardInput, buildBoard } from '../../lib/view/groups.ts';
import type { LeaseRow, Totals } from '../../lib/view/lease-row.ts';
import { feedOf, leaseRow, NOW, scopeFeed } from './board-rows.ts';

const NO_FILTER: BoardFilter = { q: '', classes: [], namespaces: [], states: [] };
const NONE = { held: 0, late: 0, expired: 0, vacant: 0, unknown: 0 };
const CLASSES = {
  'control-plane': 0,
  controller: 0,
  csi: 0,
  sharded: 0,
  'virtual-ip': 0,
  apiserver: 0,
  'node-heartbeat': 0,
  'component-heartbeat': 0,
  unknown: 0,
};

function judgeAll(rows: readonly LeaseRow[]): Judged[] {
  const judge = createJudge({ feed: feedOf(scopeFeed()), provenAt: [NOW], now: NOW, lostAt: null });
  return rows.map((row) => judge.judge(row));
}

function inputOf(rows: readonly LeaseRow[], given: Partial<BoardInput> = {}): BoardInput {
  return {
    judged: judgeAll(rows),
    totals: null,
    filter: NO_FILTER,
    sort: 'class',
    collapsed: new Set(),
    unfolded: new Set(),
    frozen: false,
    partial: false,
    ...given,
  };
}
const keys = (input: BoardInput): string[] => buildBoard(input).map((item) => item.key);

test('groups in their order, names in theirs', () => {
  const rows = [
    leaseRow({ name: 'b' }),
    leaseRow({ name: 'a' }),
    leaseRow({ name: 'kube-scheduler', class: 'control-plane' }),
  ];
  expect(keys(inputOf(rows))).toEqual([
    'group:control-plane',
    'lease:kube-system/kube-scheduler',
    'group:controller',
    'lease:kube-system/a',
    'lease:kube-system/b',
  ]);
});

test('what needs eyes is pinned, worst first, and its class says how many are above', () => {
  const rows = [
    leaseRow({ name: 'fine' }),
    leaseRow({ name: 'late', lastRenewalAt: NOW - 10_000 }),
    leaseRow({ name: 'expired', lastRenewalAt: NOW - 90_000 }),
    leaseRow({ name: 'vacant', holder: null, takeoverDueAt: NOW - 1 }),
    leaseRow({ name: 'released', holder: null, takeoverDueAt: NOW + 4_000 }),
  ];
  const items = buildBoard(inputOf(rows));
  expect(items.map((item) => item.key)).toEqual([
    'group:eyes',
    'lease:kube-system/expired',
    'lease:kube-system/vacant',
    'lease:kube-system/late',
    'group:controller',
    'lease:kube-system/fine',
    'lease:kube-system/released',
  ]);
  expect(items.flatMap((item) => (item.type === 'group' ? [item.note] : []))).toEqual([
    '3 of 5 Leases',
    '1 released, 1 held, 3 above',
  ]);
});

test('a collapsed group keeps its head', () => {
  expect(keys(inputOf([leaseRow()], { collapsed: new Set(['controller']) }))).toEqual(['group:controller']);
});

test('buckets fold into their set, and unfold', () => {
  const buckets = ['00', '01', '02'].map((n, index) =>
    leaseRow({
      key: index,
      class: 'sharded',
      namespace: 'knative-serving',
      name: `autoscaler-bucket-${n}-of-03`,
    }),
  );
  const folded = buildBoard(inputOf(buckets));
  const set = folded[1];
  expect(set).toMatchObject({ type: 'set', title: 'autoscaler-bucket-00…02-of-03', unfolded: false });
  const open = keys(inputOf(buckets, { unfolded: new Set([set?.key ?? '']) }));
  expect(open.slice(2)).toEqual(buckets.map((row) => `lease:knative-serving/${row.name}`));
});

test('node heartbeats are one row from the totals; those that are not held follow', () => {
  const totals: Totals = {
    leases: 200,
    elects: NONE,
    heartbeats: { ...NONE, held: 199, expired: 1 },
    classes: { ...CLASSES, 'node-heartbeat': 200 },
    heldByClass: { ...CLASSES, 'node-heartbeat': 199 },
  };
  const silent = leaseRow({ class: 'node-heartbeat', name: 'wa-07', lastRenewalAt: NOW - 60_000 });
  const items = buildBoard(inputOf([silent], { totals }));
  expect(items.map((item) => item.key)).toEqual([
    'group:node-heartbeat',
    'beats:node-heartbeat',
    'lease:kube-system/wa-07',
  ]);
  expect(items[0]).toMatchObject({ note: '199 fresh, 1 not' });
});

test('of a heartbeat without a row nobody says that it renews in time', () => {
  const beatsOf = (rows: LeaseRow[], held: number) => {
    const totals: Totals = {
      leases: 200,
      elects: NONE,
      heartbeats: { ...NONE, held, unknown: 200 - held },
      classes: { ...CLASSES, 'node-heartbeat': 200 },
      heldByClass: { ...CLASSES, 'node-heartbeat': held },
    };
    return buildBoard(inputOf(rows, { totals }));
  };
  expect(beatsOf([], 198)[0]).toMatchObject({ note: '198 fresh, 2 not known' });
  expect(beatsOf([], 0)[1]).toMatchObject({ total: 200, fresh: 0, wrong: [] });
  const silent = leaseRow({ class: 'node-heartbeat', name: 'wa-07', lastRenewalAt: NOW - 60_000 });
  expect(beatsOf([silent], 150)[0]).toMatchObject({ note: '150 fresh, 50 not' });
});

test('another sort is one flat list', () => {
  const rows = [leaseRow({ name: 'a', heldSince: NOW - 10 }), leaseRow({ name: 'b', heldSince: NOW - 900 })];
  expect(keys(inputOf(rows, { sort: 'tenure' }))).toEqual([
    'group:all',
    'lease:kube-system/b',
    'lease:kube-system/a',
  ]);
  expect(keys(inputOf(rows, { sort: '-tenure' })).slice(1)).toEqual([
    'lease:kube-system/a',
    'lease:kube-system/b',
  ]);
});

test('node heartbeats stay in a flat list: those that are not held in its order, the others summed up', () => {
  const totals: Totals = {
    leases: 201,
    elects: { ...NONE, held: 1 },
    heartbeats: { ...NONE, held: 199, expired: 1 },
    classes: { ...CLASSES, controller: 1, 'node-heartbeat': 200 },
    heldByClass: { ...CLASSES, controller: 1, 'node-heartbeat': 199 },
  };
  const silent = leaseRow({ class: 'node-heartbeat', name: 'wa-07', lastRenewalAt: NOW - 60_000 });
  const board = (filter: Partial<BoardFilter>, rows: LeaseRow[]) =>
    buildBoard(inputOf(rows, { totals, sort: 'age', filter: { ...NO_FILTER, ...filter } }));
  const silentKey = 'lease:kube-system/wa-07';
  const beats = ['group:node-heartbeat', 'beats:node-heartbeat'];
  const items = board({ classes: ['node-heartbeat'] }, [leaseRow(), silent]);
  expect(items.map(({ key }) => key)).toEqual(['group:all', silentKey, ...beats]);
  expect(items[3]).toMatchObject({ total: 200, fresh: 199, wrong: [{ row: silent }] });
  expect(board({ classes: ['node-heartbeat'] }, [leaseRow()]).map(({ key }) => key)).toEqual(beats);
  expect(board({ states: ['expired'] }, [leaseRow(), silent]).map(({ key }) => key)).toEqual([
    'group:all',
    silentKey,
  ]);
  expect(board({}, [leaseRow(), silent]).map(({ key }) => key)).toEqual([
    'group:all',
    silentKey,
    'lease:kube-system/some-controller',
    ...beats,
  ]);
});

test('a filter by words, class, namespace and state', () => {
  const rows = [
    leaseRow({ name: 'a', namespace: 'keda', holder: 'Pod-X' }),
    leaseRow({ name: 'b', lastRenewalAt: NOW - 10_000 }),
    leaseRow({ name: 'c', class: 'csi' }),
  ];
  const matching = (filter: Partial<BoardFilter>): string[] =>
    buildBoard(inputOf(rows, { filter: { ...NO_FILTER, ...filter } })).flatMap((item) =>
      item.type === 'lease' ? [item.judged.row.name] : [],
    );
  expect(matching({ q: 'pod-x KEDA' })).toEqual(['a']);
  expect(matching({ classes: ['csi'] })).toEqual(['c']);
  expect(matching({ namespaces: ['keda'] })).toEqual(['a']);
  expect(matching({ states: ['late'] })).toEqual(['b']);
});
