import { describe, expect, test } from 'vitest';
import type { Batch, History } from '../../../lib/history/history.ts';
import { createLeaseBook } from '../../../lib/lease/book.ts';
import { blankFeed, type ScopeFeed } from '../../../lib/lease/feed.ts';
import type { KnownLease } from '../../../lib/lease/known.ts';
import type { ElectionEvent } from '../../../lib/lease/witness.ts';
import { createHistoryKeeper } from '../../../lib/server/kept/history-keeper.ts';
import { createRenewalMemory } from '../../../lib/server/kept/renewal-memory.ts';
import { createLog } from '../../../lib/server/log.ts';
import type { HistoryStatus } from '../../../lib/view/status.ts';
import { fakeTime } from '../fake-timers.ts';
import { record } from '../leases/lease-builders.ts';
import { noHistory } from '../no-history.ts';

const PAST_MS = 600_000;

/** A book whose first list comes at `listAt` ms after the start, and a store that knew `known`. */
function setUp(known: KnownLease[], events: ElectionEvent[] = [], kind: HistoryStatus['kind'] = null) {
  const time = fakeTime();
  const startedAt = time.now();
  const parts: Partial<Batch>[] = [];
  let refusals = 0;
  let state: ScopeFeed = blankFeed(null, 'starting', startedAt);
  let emptied = (): void => undefined;
  const watchedUntil = (of: KnownLease[]) => Math.max(startedAt - PAST_MS, ...of.map(({ seenAt }) => seenAt));
  const history: History = {
    ...noHistory(),
    status: () => ({ ...noHistory().status(), state: 'ready', kind }),
    open: async () => undefined,
    longestHandMs: () => 0,
    onEmptied(tell) {
      emptied = tell;
    },
    record: (part) => void parts.push(part),
    reads: {
      ...noHistory().reads,
      known: async () => {
        if (refusals-- > 0) throw new Error('the database is gone again');
        return {
          leases: known,
          watchedUntil: known.length === 0 ? [] : [{ scope: null, at: watchedUntil(known) }],
        };
      },
      handoverTimes: async () => [],
    },
  };
  const book = createLeaseBook(
    {
      rowChanged: (lease) => keeper.rowChanged(lease),
      renewed: (lease) => memory.renewed(lease),
      removed: (lease) => keeper.removed(lease),
      handover: (handover) => keeper.handover(handover),
    },
    { remembers: true, draw: () => 0 },
  );
  const memory = createRenewalMemory();
  const keeper = createHistoryKeeper({
    history,
    book,
    feeds: () => [state],
    minutes: { memory, lease: book.get, latencyAllowanceMs: () => 50 },
    witness: { events: async () => events },
    retell: (handover) => keeper.handover(handover),
    now: time.now,
    timers: time.timers,
    log: createLog('silent'),
  });
  const scope = book.addScope();
  const all = <K extends Exclude<keyof Batch, 'summedTo'>>(key: K): Batch[K][number][] =>
    parts.flatMap((part): Batch[K][number][] => part[key] ?? []);
  return {
    time,
    startedAt,
    keeper,
    scope,
    book,
    all,
    refuseOnce() {
      refusals = 1;
    },
    async open() {
      void keeper.start({ aliases: ['ca:x'], name: 'x' });
      await time.settle();
    },
    list(records = [record()]) {
      scope.listStarted();
      scope.listed(records, time.now());
      scope.listDone({ at: time.now(), blindFrom: null });
      state = { ...state, state: 'live', since: time.now(), provenAt: time.now() };
      scope.feed(state);
      keeper.feedChanged();
    },
    emptied: () => emptied(),
    proved() {
      state = { ...state, provenAt: time.now() };
    },
  };
}

const KNOWN: KnownLease = {
  namespace: 'kube-system',
  name: 'kube-scheduler',
  class: 'control-plane',
  uid: 'uid-kube-scheduler',
  holder: 'node-a_1',
  transitions: 0,
  durationMs: 15_000,
  heldSince: 1_799_000_000_000,
  heldSinceCertain: true,
  vacantSince: null,
  openHandover: null,
  firstSeenAt: 1_799_000_000_000,
  seenAt: 1_799_999_000_000,
  goneAt: null,
};

describe('what the history is told', () => {
  test('each Lease once, then only what changed of it', async () => {
    const { open, list, all, time } = setUp([]);
    await open();
    list();
    await time.advance(3000);
    expect(all('leases')).toMatchObject([{ name: 'kube-scheduler', holder: 'node-a_1' }]);
    expect(all('handovers')).toEqual([]);
  });

  test.each(['before the list', 'after it'])('a store that opens %s is joined once', async (when) => {
    const { open, list, all, time, startedAt } = setUp([KNOWN]);
    if (when === 'before the list') await open();
    await time.advance(1000);
    list([record({ holder: 'node-b_2', transitions: 1 })]);
    if (when === 'after it') await open();
    await time.advance(2000);
    expect(all('handovers')).toMatchObject([
      {
        from: 'node-a_1',
        to: 'node-b_2',
        cause: 'unseen',
        evidence: { unwatchedFrom: startedAt - PAST_MS, unwatchedTo: startedAt + 1000 },
      },
    ]);
    expect(all('leases')).toMatchObject([{ holder: 'node-b_2', transitions: 1 }]);
  });

  test('a clock that was set back since the run before: what changed is told, and replaces what was kept', async () => {
    const time = fakeTime();
    const seenAt = time.now() + 20_000;
    const { open, list, all, time: own, scope } = setUp([{ ...KNOWN, seenAt }]);
    await open();
    await own.advance(1000);
    list([record({ holder: 'node-b_2', transitions: 3 })]);
    await own.advance(2000);
    expect(all('handovers')).toMatchObject([
      { from: 'node-a_1', to: 'node-b_2', cause: 'unseen', transitionsDelta: 3 },
    ]);
    expect(all('leases')).toMatchObject([{ holder: 'node-b_2', seenAt }]);
    scope.deleted(record({ holder: 'node-b_2', transitions: 3 }), own.now(), false);
    expect(all('leases').at(-1)).toMatchObject({ seenAt, goneAt: own.now() });
  });

  test.each([
    { kind: 'sqlite' as const, why: 'a file has no other writer whose clock may be ahead', told: 1 },
    {
      kind: 'postgresql' as const,
      why: 'another replica may have seen it, by a clock that is ahead',
      told: 0,
    },
  ])('the same without a counter: $why', async ({ kind, told }) => {
    const seenAt = fakeTime().now() + 20_000;
    const { open, list, all, time } = setUp([{ ...KNOWN, transitions: null, seenAt }], [], kind);
    await open();
    list([record({ holder: 'node-b_2', transitions: null })]);
    await time.advance(2000);
    expect(all('handovers')).toHaveLength(told);
  });

  test('a tenure that went on is written no more, and keeps its beginning', async () => {
    const { open, list, all, time, book } = setUp([KNOWN]);
    await open();
    list();
    await time.advance(2000);
    expect(all('handovers')).toEqual([]);
    expect(all('leases')).toEqual([]);
    expect(book.get('kube-system', 'kube-scheduler')?.heldSince).toBe(KNOWN.heldSince);
  });

  test('Events fill in who and when of a handover that nobody saw', async () => {
    const at = 1_800_000_000_000 - 400_000;
    const { open, list, all, time } = setUp([KNOWN], [{ at, message: 'node-b_2 became leader' }]);
    await open();
    list([record({ holder: 'node-b_2', transitions: 1 })]);
    await time.settle();
    expect(all('handovers').at(-1)).toMatchObject({
      at,
      evidence: { eventHolders: 'node-b_2', eventAt: at },
    });
  });

  test('a changed duration, a deletion, and how far it was watched', async () => {
    const { open, list, all, time, scope, proved, startedAt } = setUp([]);
    await open();
    list();
    await time.advance(2000);
    scope.changed(
      record({ durationSeconds: 30, renewTime: '2027-01-15T08:00:02.000000Z' }),
      time.now(),
      false,
    );
    proved();
    await time.advance(1000);
    expect(all('durations')).toMatchObject([{ beforeMs: 15_000, afterMs: 30_000 }]);
    scope.deleted(record({ durationSeconds: 30 }), time.now(), false);
    proved();
    await time.advance(1000);
    expect(all('leases').at(-1)).toMatchObject({ goneAt: startedAt + 3000 });
    expect(all('handovers')).toMatchObject([{ cause: 'deleted', to: null }]);
    expect(all('watched').at(-1)).toEqual({ scope: null, from: startedAt, to: startedAt + 3000 });
  });

  describe('the duration of a coordinated election', () => {
    const strategy = 'OldestEmulationVersion';
    const later = (seconds: number) => `2027-01-15T08:00:${String(seconds).padStart(2, '0')}.000000Z`;
    const elected = (holder: string, seconds: number) =>
      record({ strategy, holder, durationSeconds: 5, acquireTime: null, renewTime: later(seconds) });
    const renewed = (holder: string, seconds: number, durationSeconds = 15) =>
      record({ strategy, holder, durationSeconds, acquireTime: null, renewTime: later(seconds) });

    test.each([
      ['whom another one follows', [renewed('a', 0), elected('b', 4), renewed('b', 6)], [], 15_000],
      ['who is only elected yet', [renewed('a', 0), elected('b', 4)], [], 15_000],
      ['who is elected once more', [renewed('a', 0), elected('a', 40), renewed('a', 42)], [], 15_000],
      ['who is the first one', [elected('a', 0), renewed('a', 2), renewed('a', 4)], [], 15_000],
      ['of whom nothing else is known', [elected('a', 0)], [], null],
      [
        'who gives itself as much as the election does',
        [elected('a', 0), renewed('a', 2, 5), renewed('a', 4, 5)],
        [],
        5000,
      ],
      [
        'with another one of its own',
        [renewed('a', 0), elected('b', 4), renewed('b', 6, 30)],
        [{ beforeMs: 15_000, afterMs: 30_000 }],
        30_000,
      ],
      [
        'with another one of its own, and it is what the election gives',
        [renewed('a', 0), elected('b', 4), renewed('b', 6, 5), renewed('b', 8, 5)],
        [{ beforeMs: 15_000, afterMs: 5000 }],
        5000,
      ],
    ])('is that of a holder %s', async (_who, versions, changes, durationMs) => {
      const { open, list, all, time, scope } = setUp([]);
      await open();
      list(versions.slice(0, 1));
      await time.advance(2000);
      for (const version of versions.slice(1)) {
        scope.changed(version, time.now(), false);
        await time.advance(2000);
      }
      expect(all('durations')).toMatchObject(changes);
      expect(all('durations')).toHaveLength(changes.length);
      expect(all('leases').at(-1)).toMatchObject({ durationMs });
      const last = versions.at(-1) ?? record();
      scope.deleted(last, time.now(), false);
      expect(all('leases').at(-1)).toMatchObject({ durationMs, goneAt: time.now() });
    });

    test('is not another one by being made again, nor by a run that finds it elected', async () => {
      const { open, list, all, time, scope } = setUp([{ ...KNOWN, seenAt: fakeTime().now() - 1000 }]);
      await open();
      list([elected('node-b_2', 0)]);
      await time.advance(2000);
      expect(all('leases').at(-1)).toMatchObject({ holder: 'node-b_2', durationMs: 15_000 });
      scope.deleted(elected('node-b_2', 0), time.now(), false);
      scope.changed({ ...elected('node-b_2', 3), uid: 'uid-2' }, time.now(), false);
      await time.advance(1000);
      // Whoever keeps it knows what it was.
      expect(all('leases').at(-1)).toMatchObject({ uid: 'uid-2', durationMs: null });
      scope.changed({ ...renewed('node-b_2', 5), uid: 'uid-2' }, time.now(), false);
      await time.advance(1000);
      expect(all('leases').at(-1)).toMatchObject({ uid: 'uid-2', durationMs: 15_000 });
      expect(all('durations')).toEqual([]);
    });
  });

  test('a run that finds a Lease released goes on to know how long its holders may be silent', async () => {
    const { open, list, all, time, scope } = setUp([KNOWN]);
    await open();
    list([record({ holder: '', durationSeconds: 1 })]);
    await time.advance(2000);
    expect(all('leases').at(-1)).toMatchObject({ holder: null, durationMs: 15_000 });
    scope.changed(record({ holder: 'node-b_2', transitions: 1 }), time.now(), false);
    await time.advance(1000);
    expect(all('durations')).toEqual([]);
  });

  test('nothing was watched before what was known is joined: the next run would take all Leases for new', async () => {
    const { open, list, all, time, proved } = setUp([]);
    list();
    await time.advance(3000);
    proved();
    await time.advance(3000);
    expect(all('watched')).toEqual([]);
    await open();
    await time.advance(1000);
    expect(all('watched')).toHaveLength(1);
    expect(all('leases')).toHaveLength(1);
  });

  test('an election that was silent for longer than it may be and then renewed by the same holder', async () => {
    const { open, list, all, time, scope, book, proved, startedAt } = setUp([]);
    await open();
    list();
    scope.changed(record({ renewTime: '2027-01-15T08:00:00.100000Z' }), time.now(), false);
    for (let passed = 0; passed < 40_000; passed += 1000) {
      await time.advance(1000);
      proved();
      scope.proved(time.now());
      book.sweep(time.now());
    }
    expect(all('silences').at(-1)).toMatchObject({ name: 'kube-scheduler', from: startedAt });
    expect(all('silences').length).toBeGreaterThan(1);
    scope.changed(record({ renewTime: '2027-01-15T08:00:40.000000Z' }), time.now(), false);
    expect(all('silences').at(-1)).toMatchObject({ from: startedAt, to: startedAt + 40_000 });
    expect(all('handovers')).toEqual([]);
  });

  test('a store that was emptied is told all states again, and watched from then on', async () => {
    const { open, list, all, time, proved, emptied, startedAt } = setUp([KNOWN]);
    await open();
    list();
    await time.advance(5000);
    expect(all('leases')).toEqual([]);
    emptied();
    await time.advance(1000);
    proved();
    await time.advance(1000);
    expect(all('leases')).toMatchObject([{ name: 'kube-scheduler' }]);
    expect(all('watched').at(-1)).toEqual({ scope: null, from: startedAt + 5000, to: startedAt + 6000 });
  });

  test('renewals by the minute, and what there was of the last one when it stops', async () => {
    const { open, list, all, time, scope, keeper } = setUp([]);
    await open();
    list();
    for (let second = 2; second <= 92; second += 2) {
      await time.advance(2000);
      const renewTime = new Date(time.now()).toISOString().replace('Z', '000Z');
      scope.changed(record({ renewTime }), time.now(), false);
    }
    const [whole] = all('minutes');
    expect(whole).toMatchObject({ name: 'kube-scheduler', count: 29, maxGapMs: 2000, holder: 'node-a_1' });
    await keeper.stop(100);
    expect(all('minutes').reduce((sum, { count }) => sum + count, 0)).toBe(46);
    expect(all('slow')).toEqual([]);
  });

  test('a minute that is just over when it stops', async () => {
    const { open, list, all, time, scope, keeper } = setUp([]);
    await open();
    list();
    for (let second = 2; second <= 62; second += 2) {
      await time.advance(2000);
      const renewTime = new Date(time.now()).toISOString().replace('Z', '000Z');
      scope.changed(record({ renewTime }), time.now(), false);
    }
    expect(all('minutes')).toEqual([]);
    await keeper.stop(100);
    expect(all('minutes').map(({ count }) => count)).toEqual([29, 2]);
  });

  test('a Lease that is gone when a run begins, once and for all', async () => {
    const { open, list, all, time, startedAt } = setUp([KNOWN]);
    await open();
    list([record({ name: 'other' })]);
    await time.advance(3000);
    const [left] = all('handovers');
    expect(left).toMatchObject({ name: 'kube-scheduler', cause: 'deleted', to: null });
    expect(all('leases').filter(({ name }) => name === 'kube-scheduler')).toEqual([
      { ...KNOWN, openHandover: left, seenAt: startedAt, goneAt: startedAt },
    ]);
  });

  test('what was known is asked until it is told', async () => {
    const { open, list, all, time, refuseOnce } = setUp([KNOWN]);
    refuseOnce();
    await open();
    list([record({ holder: 'node-b_2', transitions: 1 })]);
    expect(all('leases')).toEqual([]);
    await time.advance(2000);
    expect(all('handovers')).toMatchObject([{ from: 'node-a_1', to: 'node-b_2', cause: 'unseen' }]);
    expect(all('leases')).toMatchObject([{ holder: 'node-b_2' }]);
  });

  test('a heartbeat only when it is silent for longer than it may be', async () => {
    const { open, list, all, time, scope, book, proved, startedAt } = setUp([]);
    const beat = record({ namespace: 'kube-node-lease', name: 'n1', holder: 'n1', class: 'node-heartbeat' });
    await open();
    list([beat]);
    scope.changed({ ...beat, renewTime: '2027-01-15T08:00:00.100000Z' }, time.now(), false);
    for (let passed = 0; passed < 50_000; passed += 1000) {
      await time.advance(1000);
      proved();
      scope.proved(time.now());
      book.sweep(time.now());
    }
    scope.changed({ ...beat, renewTime: '2027-01-15T08:00:50.000000Z' }, time.now(), false);
    expect(all('silences').at(-1)).toMatchObject({ name: 'n1', from: startedAt, to: startedAt + 50_000 });
    expect(all('leases')).toEqual([]);
    expect(all('minutes')).toEqual([]);
  });
});
