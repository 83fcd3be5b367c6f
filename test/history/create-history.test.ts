import { expect, it } from 'vitest';
import type { History } from '../../lib/history/history.ts';
import type { StartStore } from '../../lib/history/store-calls.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { EVERYTHING, handover, known, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';
import { CLUSTER, recorder } from './recorder.ts';

const numbered = (count: number, first = 0): Handover[] =>
  Array.from({ length: count }, (_, index) =>
    handover({ id: `uid-1.${first + index}`, at: START + first + index }),
  );

const ids = async (history: History): Promise<string[]> =>
  (await history.reads.handovers(EVERYTHING, { limit: 10_000, after: null })).map(({ id }) => id).reverse();

describeDatabases('the history', (databases) => {
  it('opens by itself, writes within a second and continues where it ended', async () => {
    const url = await databases.url();
    const first = recorder(url);
    expect(first.history.status()).toMatchObject({ state: 'opening', keptFrom: null, error: null });
    await expect(first.history.reads.known()).rejects.toMatchObject({ code: 'history_closed' });
    first.history.record({ handovers: numbered(3) });
    await first.history.open(CLUSTER);
    expect(first.history.status()).toMatchObject({ state: 'ready', lost: 0 });
    await first.history.flush();
    expect(await ids(first.history)).toHaveLength(3);
    first.history.record({
      handovers: numbered(2, 3),
      leases: [known()],
      watched: [{ scope: null, from: START, to: START + 5 }],
    });
    expect(first.history.status().waiting).toBe(2);
    await first.history.close(5000);

    const second = recorder(url, { instance: 'two' });
    await second.history.open(CLUSTER);
    expect(second.history.status().keptFrom).toBe(START);
    expect(await second.history.reads.known()).toEqual({
      leases: [known()],
      watchedUntil: [{ scope: null, at: START + 5 }],
    });
    expect(await ids(second.history)).toHaveLength(5);
    await second.history.close(1000);
  });

  it('holds what was seen a little later against what was not seen only where clocks may differ', async () => {
    const url = await databases.url();
    const one = recorder(url);
    await one.history.open(CLUSTER);
    const uncounted = { transitionsDelta: null, evidence: {} };
    const unseen = { unwatchedFrom: START - 9000, unwatchedTo: START - 1000 };
    one.history.record({
      handovers: [
        handover({ ...uncounted, id: 'uid-1.1', cause: 'unseen', at: START - 1000, evidence: unseen }),
        handover({ ...uncounted, id: 'uid-1.2', from: 'b', to: 'a', at: START }),
        handover({ ...uncounted, id: 'uid-1.3', at: START + 1000 }),
      ],
    });
    await one.history.flush();
    const alone = ['uid-1.1', 'uid-1.2', 'uid-1.3'];
    expect(await ids(one.history)).toEqual(url.startsWith('file:') ? alone : alone.slice(1));
    await one.history.close(1000);
  });

  it('is kept from when watching began, whatever stamp a handover has', async () => {
    const url = await databases.url();
    const first = recorder(url);
    await first.history.open(CLUSTER);
    first.history.record({
      handovers: [handover({ at: START - 700 })],
      watched: [{ scope: null, from: START, to: START + 5 }],
    });
    await first.history.flush();
    expect(first.history.status().keptFrom).toBe(START);
    await first.history.close(1000);

    const second = recorder(url);
    await second.history.open(CLUSTER);
    expect(second.history.status().keptFrom).toBe(START);
    await second.history.close(1000);
  });

  it('writes a second after it was told, without being asked', async () => {
    const one = recorder(await databases.url());
    await one.history.open(CLUSTER);
    one.history.record({ handovers: numbered(1) });
    one.pass(999);
    expect(one.history.status().waiting).toBe(1);
    await one.reach('ready');
    one.pass(1);
    // Another flush waits for the round that the timer began.
    await one.history.flush();
    expect(one.history.status().waiting).toBe(0);
    await one.history.close(1000);
  });

  it('pages, filters and counts', async () => {
    const one = recorder(await databases.url());
    await one.history.open(CLUSTER);
    one.history.record({
      handovers: [
        ...numbered(20),
        handover({ id: 'uid-2.1', leaseUid: 'uid-2', name: 'other', from: 'x', to: 'y', at: START + 3 }),
        handover({
          id: 'uid-2.2',
          leaseUid: 'uid-2',
          name: 'other',
          from: 'y',
          to: 'z',
          at: START + 9000,
          cause: 'unseen',
          transitionsDelta: 3,
          evidence: { transitionsAfter: 9 },
        }),
      ],
    });
    await one.history.flush();
    const { reads } = one.history;
    const all: string[] = [];
    for (let after: { at: number; id: string } | null = null; ; ) {
      const page: Handover[] = await reads.handovers(EVERYTHING, { limit: 5, after });
      all.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (last === undefined) break;
      after = { at: last.at, id: last.id };
    }
    expect(all).toHaveLength(22);
    expect(new Set(all).size).toBe(22);
    expect(all.slice(0, 2)).toEqual(['uid-2.2', 'uid-1.19']);
    const count = async (filter: Partial<typeof EVERYTHING>): Promise<number> =>
      (await reads.handovers({ ...EVERYTHING, ...filter }, { limit: 100, after: null })).length;
    expect(await count({ names: ['other'] })).toBe(2);
    expect(await count({ namespaces: ['payments'], names: ['operator'] })).toBe(20);
    expect(await count({ names: ['none'] })).toBe(0);
    expect(await count({ holders: ['y'] })).toBe(2);
    expect(await count({ holders: ['nobody'] })).toBe(0);
    expect(await count({ causes: ['unseen'] })).toBe(1);
    expect(await count({ from: START + 19, to: START + 9000 })).toBe(2);
    const times = await reads.handoverTimes(START + 4);
    expect(times.find(({ name }) => name === 'other')?.times).toEqual(Array(3).fill(START + 9000));
    expect(times.find(({ name }) => name === 'operator')?.times).toHaveLength(16);
    await one.history.close(1000);
  });

  it('takes its rows along when the uid becomes known', async () => {
    const url = await databases.url();
    const one = recorder(url);
    await one.history.open({ aliases: ['ca:1'], name: null });
    one.history.record({ handovers: numbered(2) });
    one.history.alias('uid:1');
    await one.history.flush();
    await one.history.close(1000);
    const two = recorder(url);
    await two.history.open({ aliases: ['uid:1', 'ca:2'], name: null });
    expect(await ids(two.history)).toHaveLength(2);
    await two.history.close(1000);
  });
});

it('keeps nothing without a place, and says so', async () => {
  const { history } = recorder(null);
  history.record({ handovers: numbered(1) });
  await history.flush();
  expect(history.status()).toMatchObject({ state: 'off', kind: null, waiting: 0, error: null });
  await expect(history.reads.known()).rejects.toMatchObject({ code: 'history_off' });
  await history.close(1000);
});

/** A store of which the test says when a write is done. */
function slowStore() {
  const writes: (() => void)[] = [];
  const asked: string[] = [];
  const start: StartStore = () => ({
    async call(method, ...args): Promise<never> {
      asked.push(method === 'alias' ? `alias ${args[0]}` : method);
      if (method === 'write') await new Promise<void>((resolve) => writes.push(resolve));
      return { keptFrom: null, created: false, watched: [] } as never;
    },
    end: async () => undefined,
  });
  return { start, writes, asked };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('waits for what was told before it asked, not for what others tell and ask for after that', async () => {
  const { start, writes } = slowStore();
  const { history } = recorder('file:none.db', { start });
  await history.open(CLUSTER);
  await settled();
  history.record({ handovers: numbered(1) });
  void history.flush();
  await settled();
  history.record({ handovers: numbered(1, 1) });
  let isWritten = false;
  void history.flush().then(() => {
    isWritten = true;
  });
  await settled();
  writes[0]?.();
  await settled();
  history.record({ handovers: numbered(1, 2) });
  void history.flush();
  expect(isWritten).toBe(false);
  writes[1]?.();
  await settled();
  expect(isWritten).toBe(true);
  expect(writes).toHaveLength(3);
});

it('an alias that is told while it is being opened is not forgotten', async () => {
  const { start, asked } = slowStore();
  const { history } = recorder('file:none.db', { start });
  const opening = history.open(CLUSTER);
  history.alias('uid:later');
  await opening;
  expect(asked).toEqual(['open', 'alias uid:later']);
});
