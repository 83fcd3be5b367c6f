import { expect, test } from 'vitest';
import { type LiveState, NOTHING_KNOWN, reduceLive, seedHandovers } from '../../lib/client/live-state.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { LeaseRow, Totals } from '../../lib/view/lease-row.ts';
import type { Permissions, Status } from '../../lib/view/status.ts';
import type { SnapshotMessage, StreamMessage } from '../../lib/view/stream.ts';
import { HISTORY_OFF } from '../server/no-history.ts';
import { feedOf, handoverAt, leaseRow, NOW, scopeFeed } from '../view/board-rows.ts';

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
const TOTALS: Totals = { leases: 2, elects: NONE, heartbeats: NONE, classes: CLASSES, heldByClass: CLASSES };
const STATUS: Status = {
  version: '0',
  demo: false,
  cluster: {
    id: null,
    name: 'c',
    server: null,
    kubernetesVersion: null,
    user: null,
    namespaces: [],
    lookedFor: [],
  },
  feed: feedOf(scopeFeed()),
  counts: { ...TOTALS, states: TOTALS.elects, alerts: { critical: 0, warning: 0, info: 0 } },
  permissions: {
    leases: 'granted',
    pods: 'unknown',
    nodes: 'unknown',
    events: 'unknown',
    leasecandidates: 'unknown',
    configmaps: 'unknown',
    endpoints: 'unknown',
  },
  history: { ...HISTORY_OFF, state: 'ready', kind: 'sqlite' },
  notify: [],
  sender: true,
  sees: null,
  observedSince: NOW,
  startedAt: NOW,
  now: NOW,
};

function snapshot(rows: LeaseRow[], given: Partial<SnapshotMessage> = {}): StreamMessage {
  const data = {
    rows,
    done: rows.length,
    total: rows.length,
    status: STATUS,
    totals: TOTALS,
    now: NOW,
    provenAt: [NOW],
  };
  return { type: 'snapshot', data: { ...data, ...given } };
}
const patch = (given: object): StreamMessage => ({
  type: 'patch',
  data: { rows: [], removed: [], renewals: [], totals: null, now: NOW + 1, provenAt: [NOW + 1], ...given },
});
function play(...messages: [StreamMessage, string | null][]): LiveState {
  return messages.reduce((state, [message, instance]) => reduceLive(state, message, instance), NOTHING_KNOWN);
}
const names = (state: LiveState): string[] => [...state.rows.values()].map((row) => row.name);
const A = leaseRow({ key: 1, name: 'a' });
const B = leaseRow({ key: 2, name: 'b' });
const C = leaseRow({ key: 3, name: 'c' });

test('an empty page shows the first chunk of a snapshot at once, and the rest when it is whole', () => {
  const half = play([snapshot([A], { done: 1, total: 3 }), 'i']);
  expect(names(half)).toEqual(['a']);
  expect(half.incoming).toMatchObject({ done: 1, total: 3 });
  const more = reduceLive(half, snapshot([C], { done: 2, total: 3, status: null }), 'i');
  expect(more.rows).toBe(half.rows);
  expect(more.revision).toBe(half.revision);
  const whole = reduceLive(more, snapshot([B], { done: 3, total: 3, status: null }), 'i');
  expect(names(whole)).toEqual(['a', 'b', 'c']);
  expect(whole).toMatchObject({ incoming: null, snapshots: 1, heardAt: NOW });
});

test('a later snapshot replaces the rows only when it is whole', () => {
  const first = play([snapshot([A]), 'i']);
  const half = reduceLive(first, snapshot([B], { done: 1, total: 2 }), 'i');
  expect(names(half)).toEqual(['a']);
  const whole = reduceLive(
    half,
    snapshot([leaseRow({ key: 3, name: 'c' })], { done: 2, total: 2, status: null }),
    'i',
  );
  expect(names(whole)).toEqual(['b', 'c']);
});

test('another instance replaces everything, though its keys are the same', () => {
  const state = play([snapshot([A, B]), 'one'], [snapshot([leaseRow({ key: 1, name: 'z' })]), 'two']);
  expect(names(state)).toEqual(['z']);
  expect(state.instance).toBe('two');
  expect(state.handovers.size).toBe(0);
});

test('a patch changes, adds and removes rows, and moves renewals', () => {
  const state = play(
    [snapshot([A, B]), 'i'],
    [
      patch({
        rows: [leaseRow({ key: 3, name: 'c' })],
        removed: [2],
        renewals: [
          [1, NOW + 5],
          [99, NOW],
        ],
      }),
      'i',
    ],
  );
  expect(names(state)).toEqual(['a', 'c']);
  expect(state.rows.get(1)).toMatchObject({ lastRenewalAt: NOW + 5, ageCertain: true });
  expect(state.provenAt).toEqual([NOW + 1]);
  expect(state.totals).toBe(TOTALS);
});

test('an empty patch leaves the rows as they are: nothing is drawn anew', () => {
  const before = play([snapshot([A]), 'i']);
  expect(reduceLive(before, patch({}), 'i').rows).toBe(before.rows);
});

test('a patch during a later snapshot goes into what is coming', () => {
  const state = play(
    [snapshot([A]), 'i'],
    [snapshot([B], { done: 1, total: 2 }), 'i'],
    [patch({ renewals: [[2, NOW + 9]] }), 'i'],
    [snapshot([A], { done: 2, total: 2, status: null }), 'i'],
  );
  expect(state.rows.get(2)?.lastRenewalAt).toBe(NOW + 9);
});

test('feed and handovers; a completed handover replaces the open one of its id', () => {
  const open = handoverAt(NOW, { id: 'h', to: null });
  const state = play(
    [snapshot([A]), 'i'],
    [{ type: 'feed', data: { feed: feedOf(scopeFeed({ state: 'stale' })), now: NOW } }, 'i'],
    [{ type: 'handover', data: { handover: open, now: NOW } }, 'i'],
    [{ type: 'handover', data: { handover: { ...open, to: 'pod-b' }, now: NOW } }, 'i'],
  );
  expect(state.feed?.state).toBe('stale');
  expect([...state.handovers.values()].map((one) => one.to)).toEqual(['pod-b']);
});

test('rows of before a reconnect are judged by what was said with them, until the new ones are whole', () => {
  const stale = feedOf(scopeFeed({ state: 'stale' }));
  const state = play(
    [snapshot([A], { provenAt: [NOW] }), 'one'],
    [{ type: 'feed', data: { feed: stale, now: NOW } }, 'one'],
    [snapshot([B], { done: 1, total: 2, provenAt: [NOW + 60_000] }), 'two'],
    [patch({ provenAt: [NOW + 60_001] }), 'two'],
  );
  expect([names(state), state.feed?.state, state.provenAt]).toEqual([['a'], 'stale', [NOW]]);
  const last = snapshot([leaseRow({ key: 3, name: 'c' })], {
    done: 2,
    total: 2,
    status: null,
    provenAt: [NOW + 60_002],
  });
  const whole = reduceLive(state, last, 'two');
  expect([names(whole), whole.feed?.state, whole.provenAt]).toEqual([['b', 'c'], 'live', [NOW + 60_002]]);
});

// A browser gives a message without an id the one before it, or none on a new EventSource; a snapshot's last chunk has one.
test.each([null, 'one'])(
  'another instance answers by a snapshot in chunks, whose first have the id %s',
  (id) => {
    const before = play([snapshot([A, leaseRow({ key: 9, name: 'gone' })]), 'one']);
    const C = leaseRow({ key: 3, name: 'c' });
    const chunks = [
      [snapshot([B], { done: 1, total: 3 }), id],
      [snapshot([C], { done: 2, total: 3, status: null }), id],
      [snapshot([A], { done: 3, total: 3, status: null }), 'two'],
    ] as const;
    const state = chunks.reduce((known, [message, of]) => reduceLive(known, message, of), before);
    expect([names(state), state.instance, state.snapshots]).toEqual([['a', 'b', 'c'], 'two', 2]);
    expect(state.status).toEqual(STATUS);
  },
);

test.each([[[]], [[[snapshot([A]), 'i']]]] satisfies [[StreamMessage, string][]][])(
  'a feed that breaks while a snapshot is on its way is broken when that is whole',
  (before) => {
    const stale = feedOf(scopeFeed({ state: 'stale' }));
    const state = play(
      ...before,
      [snapshot([B], { done: 1, total: 2 }), 'i'],
      [{ type: 'feed', data: { feed: stale, now: NOW } }, 'i'],
      [snapshot([A], { done: 2, total: 2, status: null }), 'i'],
    );
    expect(state.feed?.state).toBe('stale');
  },
);

test('what Tenure may read is known later than the first snapshot', () => {
  const before = play([snapshot([A]), 'i']);
  const permissions: Permissions = { ...STATUS.permissions, pods: 'granted' };
  const message: StreamMessage = { type: 'permissions', data: { permissions, now: NOW } };
  expect(reduceLive(before, message, 'i').status?.permissions.pods).toBe('granted');
});

test('a handover that was taken back is not kept for having been streamed or fetched once', () => {
  const streamed = handoverAt(NOW, { id: 'h' });
  const state = play([{ type: 'handover', data: { handover: streamed, now: NOW } }, 'i']);
  const once = seedHandovers(state, [handoverAt(NOW - 9, { id: 'old' })]);
  expect([...once.handovers.keys()].sort()).toEqual(['h', 'old']);
  expect([...seedHandovers(once, [handoverAt(NOW - 8, { id: 'new' })]).handovers.keys()]).toEqual(['new']);
});

test('of what is streamed and never fetched the last ten thousand are kept', () => {
  const one = (n: number): Handover => handoverAt(NOW + n, { id: `h${n}` });
  const streamed = new Map(Array.from({ length: 10_000 }, (_, n) => [`h${n}`, one(n)]));
  const fetched = seedHandovers({ ...NOTHING_KNOWN, streamed }, [handoverAt(NOW - 9, { id: 'fetched' })]);
  const full = { ...fetched, streamed };
  const next = reduceLive(full, { type: 'handover', data: { handover: one(10_000), now: NOW } }, null);
  expect([next.streamed.size, next.streamed.has('h0'), next.streamed.has('h1')]).toEqual([
    10_000,
    false,
    true,
  ]);
  expect([next.handovers.has('fetched'), next.handovers.has('h0')]).toEqual([true, false]);
});

test('what the stream said is newer than what was fetched beside it', () => {
  const streamed = handoverAt(NOW, { id: 'h', to: 'pod-b' });
  const state = play([{ type: 'handover', data: { handover: streamed, now: NOW } }, 'i']);
  const seeded = seedHandovers(state, [{ ...streamed, to: null }, handoverAt(NOW - 9, { id: 'old' })]);
  expect(seeded.handovers.get('h')?.to).toBe('pod-b');
  expect(seeded.handovers.size).toBe(2);
});

test('a stale feed does not turn "200 of 200 fresh" into none', () => {
  const fresh: Totals = {
    ...TOTALS,
    heartbeats: { ...NONE, held: 2 },
    heldByClass: { ...CLASSES, 'node-heartbeat': 2 },
  };
  const stale: Totals = { ...TOTALS, heartbeats: { ...NONE, unknown: 2 } };
  const state = play([snapshot([], { totals: fresh }), 'i'], [patch({ totals: stale }), 'i']);
  expect(state.totals?.heldByClass['node-heartbeat']).toBe(2);
  expect(reduceLive(state, patch({ totals: TOTALS }), 'i').totals?.heldByClass['node-heartbeat']).toBe(0);
});

test('only the first of those that are polled counts as a snapshot: nothing is fetched anew every few seconds', () => {
  const polled = play([snapshot([A]), null], [snapshot([A, B]), null], [snapshot([A, B, C]), null]);
  expect(names(polled)).toEqual(['a', 'b', 'c']);
  expect(polled.snapshots).toBe(1);
  expect(reduceLive(polled, snapshot([A]), 'i').snapshots).toBe(2);
});
