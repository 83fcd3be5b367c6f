/** Alerts and what was told of them over restarts, failures of the store and a store that opens late. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../lib/alert/alert.ts';
import { createAlertBook } from '../../../lib/alert/alert-book.ts';
import type { Delivery } from '../../../lib/alert/delivery.ts';
import type { Finding } from '../../../lib/detect/finding.ts';
import { createReceiver } from '../../../lib/notify/receiver.ts';
import { createAlertKeeper } from '../../../lib/server/alerts/alert-keeper.ts';
import { about, T0 } from '../../alert/builders.ts';
import { fakeTime } from '../fake-timers.ts';
import { keptStore } from '../kept/kept-store.ts';

const ROUND_MS = 900;
const TIMES = { holdMs: 0, clearMs: 5000 };
const DAY_MS = 86_400_000;

type Time = ReturnType<typeof fakeTime>;
type Told = { id: string; as: Delivery['told'] };

/** One run of Tenure: a book, its keeper, and somebody who is told. */
function run(store: ReturnType<typeof keptStore>, time: Time, told: Told[], times = TIMES) {
  const { history, flush, emptied } = store.run();
  const book = createAlertBook({ timesOf: () => times, rememberMs: DAY_MS, settled: () => true });
  const warned: unknown[] = [];
  const keeper = createAlertKeeper({
    history,
    alerts: { all: book.alerts, restore: book.restore, forgottenUntil: book.forgottenUntil },
    now: time.now,
    timers: time.timers,
    log: { warn: (what: unknown) => warned.push(what) },
  });
  const receiver = createReceiver({
    receiver: { id: 'webhook', forgets: false, least: 'info' },
    compose: (parts) => {
      for (const { alert, tell } of parts) told.push({ id: alert.id, as: tell });
      return { count: parts.length, body: '', headers: {} };
    },
    maySend: async () => true,
    send: async () => undefined,
    told: keeper.delivered,
    outcome: () => undefined,
    changed: () => undefined,
    now: time.now,
    random: () => 0,
  });
  let restored = false;
  let changes = 0;
  return {
    book,
    keeper,
    warned,
    emptied,
    isRestored: () => restored,
    open(): void {
      void keeper.restore().then((deliveries) => {
        receiver.restore(deliveries);
        keeper.delivered([receiver.beginning()]);
        restored = true;
      });
    },
    async round(findings: readonly Finding[]): Promise<void> {
      await time.advance(ROUND_MS);
      const changed = book.found(findings, time.now());
      changes += changed.length;
      keeper.changed(changed);
      flush();
      if (restored) receiver.look(book.alerts, changes);
      await time.settle();
    },
    stop(): void {
      flush();
      keeper.stop();
    },
  };
}

const vacant = (name: string) => about(name, 'vacant');
const rowsOf = (store: ReturnType<typeof keptStore>) =>
  [...store.alerts.values()].map(({ id, state }) => `${id.split('@')[0]?.split('/')[1]} ${state}`);

describe('alerts', () => {
  it('go on over a restart: neither fired anew nor told again, and resolved once they are over', async () => {
    const [store, time, told] = [keptStore(), fakeTime(T0), [] as Told[]];
    const one = run(store, time, told);
    one.open();
    for (let round = 0; round < 5; round += 1) await one.round([vacant('a'), vacant('b')]);
    const [first] = one.book.alerts();
    one.stop();
    const two = run(store, time, told);
    two.open();
    for (let round = 0; round < 9; round += 1) await two.round([vacant('a')]);
    expect(two.book.alerts()).toMatchObject([
      { id: first?.id, firedAt: first?.firedAt, state: 'firing' },
      { fingerprint: 'vacant:apps/b', state: 'resolved' },
    ]);
    for (let round = 0; round < 9; round += 1) await two.round([vacant('a')]);
    expect(told.map(({ id, as }) => `${id.split('@')[0]} ${as}`)).toEqual([
      'vacant:apps/a firing',
      'vacant:apps/b firing',
      'vacant:apps/b over',
    ]);
    expect(rowsOf(store)).toEqual(['a firing', 'b resolved']);
  });

  it('are not written before those that are kept were read; then what is the same goes on under its first id', async () => {
    const [store, time, told] = [keptStore(), fakeTime(T0), [] as Told[]];
    const one = run(store, time, told);
    one.open();
    await one.round([vacant('a')]);
    one.stop();
    store.fails(true);
    const two = run(store, time, told);
    two.open();
    await two.round([vacant('a'), vacant('c')]);
    expect(two.warned).toHaveLength(1);
    expect(two.keeper.completeFrom()).toBeNull();
    store.fails(false);
    await two.round([vacant('a'), vacant('c')]);
    expect(rowsOf(store)).toEqual(['a firing']);
    await time.advance(5000);
    expect(two.isRestored()).toBe(true);
    expect(rowsOf(store)).toEqual(['a firing', 'c firing']);
    expect(two.book.alerts().map(({ beganAt }) => beganAt - T0)).toEqual([900, 1800]);
    expect(two.keeper.completeFrom()).toBe(T0 + 6800 - DAY_MS);
  });

  it('that were told before the store was open stay told under the id that they have then', async () => {
    const [store, time] = [keptStore(), fakeTime(T0)];
    const one = run(store, time, []);
    one.open();
    await one.round([vacant('a')]);
    one.stop();
    const two = run(store, time, []);
    await two.round([vacant('a')]);
    const own = two.book.alerts()[0]?.id ?? '';
    const delivery = { receiver: 'webhook', told: 'firing', severity: 'critical', at: time.now() } as const;
    two.keeper.delivered([{ ...delivery, alertId: own }]);
    const id = one.book.alerts()[0]?.id ?? '';
    expect(await two.keeper.restore()).toContainEqual({ ...delivery, alertId: id });
    expect(store.deliveries.get(`webhook ${id}`)).toEqual({ ...delivery, alertId: id });
  });

  it('are told again to a store that was emptied, with what was told of them', async () => {
    const [store, time, told] = [keptStore(), fakeTime(T0), [] as Told[]];
    const one = run(store, time, told);
    one.open();
    for (let round = 0; round < 5; round += 1) await one.round([vacant('a')]);
    one.stop();
    const two = run(store, time, told);
    two.open();
    await two.round([vacant('a')]);
    store.empty();
    two.emptied();
    two.stop();
    const three = run(store, time, told);
    three.open();
    for (let round = 0; round < 5; round += 1) await three.round([vacant('a')]);
    expect(three.book.alerts().map(({ beganAt }) => beganAt - T0)).toEqual([900]);
    expect(told).toHaveLength(1);
  });
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ found: fc.subarray(['a', 'b', 'c']), rounds: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 2, arbitrary: fc.record({ opensAfter: fc.integer({ min: 0, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ fails: fc.boolean() }) },
);

describe('whatever is found, whenever it is started anew, whenever the store fails', () => {
  it('each trouble is in the list once under its first id, and told to begin and to be over at most once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const [store, time, told] = [keptStore(), fakeTime(T0), [] as Told[]];
        const ends = new Map<string, number>();
        let now = run(store, time, told);
        let opensIn = 0;
        const rounds = async (found: readonly string[], count: number): Promise<void> => {
          for (let round = 0; round < count; round += 1) {
            if (opensIn === 0) now.open();
            opensIn -= 1;
            await now.round(found.map(vacant));
            checkKept([...store.alerts.values()], ends);
          }
        };
        for (const one of steps) {
          if ('fails' in one) store.fails(one.fails);
          else if ('found' in one) await rounds(one.found, one.rounds);
          else {
            // What is not written when it ends is lost, and not what this is about.
            store.fails(false);
            now.stop();
            now = run(store, time, told);
            opensIn = one.opensAfter;
          }
        }
        store.fails(false);
        await rounds(['a'], 30);
        const listed = now.book.alerts();
        expect(listed.filter(({ state }) => state !== 'resolved').map(({ finding }) => finding.key)).toEqual([
          'apps/a',
        ]);
        expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(store.alerts.keys()));
        checkTold(told, listed);
      }),
      { numRuns: 300 },
    );
  });
});

/** None of the same trouble at the same time; each end once and for good. */
function checkKept(alerts: readonly Alert[], ends: Map<string, number>): void {
  for (const same of Map.groupBy(alerts, ({ fingerprint }) => fingerprint).values()) {
    const inOrder = same.toSorted((a, b) => a.beganAt - b.beganAt);
    for (const [index, { resolvedAt }] of inOrder.entries()) {
      const next = inOrder[index + 1];
      if (next !== undefined) expect(resolvedAt ?? Number.POSITIVE_INFINITY).toBeLessThan(next.beganAt);
    }
  }
  for (const { id, resolvedAt } of alerts) {
    expect(ends.get(id) ?? resolvedAt).toBe(resolvedAt);
    if (resolvedAt !== null) ends.set(id, resolvedAt);
  }
}

/** What is over was told to have begun before, unless it was over before anybody could be told. */
function checkTold(told: readonly Told[], alerts: readonly Alert[]): void {
  const byId = Map.groupBy(told, ({ id }) => id);
  for (const { id, state } of alerts) {
    const as = (byId.get(id) ?? []).map((one) => one.as).join(' ');
    expect(state === 'resolved' ? ['firing over', 'over'] : ['firing']).toContain(as);
  }
  expect(alerts.map(({ id }) => id)).toEqual(expect.arrayContaining([...byId.keys()]));
}
