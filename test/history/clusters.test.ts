/** Several clusters in one store: each reads what is kept of the others, and nothing of one stands in another. */
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import type { History } from '../../lib/history/history.ts';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import { EVERYTHING, handover, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';
import { recorder } from './recorder.ts';

const ALL = { limit: 1000, after: null };
const open: History[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((history) => history.close(1000)));
});

describeDatabases('clusters in one store', (databases) => {
  async function watcher(url: string, name: string, publicUrl?: string | null) {
    const { history } = recorder(url, { instance: name, start: startInProcess });
    open.push(history);
    await history.open({
      aliases: [`uid:${name}`, `ca:${name}`],
      name,
      ...(publicUrl === undefined ? {} : { publicUrl }),
    });
    return history;
  }
  const write = async (history: History, ids: readonly number[]): Promise<void> => {
    history.record({
      handovers: ids.map((id) => handover({ id: `uid-1.${id}`, at: START + id })),
      watched: [{ scope: null, from: START, to: START + 5000 + ids.length }],
    });
    await history.flush();
  };

  it('are named by their uid, with where they are watched and since when', async () => {
    const url = await databases.url();
    const east = await watcher(url, 'east', 'https://east.example');
    const west = await watcher(url, 'west');
    await write(east, [7]);
    const known = { keptFrom: START, watchedUntil: START + 5001 };
    expect(await east.reads.clusters()).toEqual([
      { id: 'east', name: 'east', publicUrl: 'https://east.example', ...known, own: true },
      { id: 'west', name: 'west', publicUrl: null, keptFrom: null, watchedUntil: null, own: false },
    ]);
    expect((await west.reads.clusters()).map(({ id, own }) => [id, own])).toEqual([
      ['east', false],
      ['west', true],
    ]);
  });

  it('keep the address that was said last, and lose it when there is none any more', async () => {
    const url = await databases.url();
    const address = async (history: History) => (await history.reads.clusters())[0]?.publicUrl;
    expect(await address(await watcher(url, 'east', 'https://one.example'))).toBe('https://one.example');
    expect(await address(await watcher(url, 'east'))).toBe('https://one.example');
    expect(await address(await watcher(url, 'east', null))).toBeNull();
  });

  it('read of each other what each reads of itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 8 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 8 }),
        async (first, second) => {
          const url = await databases.url();
          const east = await watcher(url, 'east');
          const west = await watcher(url, 'west');
          await write(east, first);
          await write(west, second);
          const ids = async (reads: History['reads']) =>
            (await reads.handovers(EVERYTHING, ALL)).map(({ id }) => id);
          const expected = (of: readonly number[]) => of.toSorted((a, b) => b - a).map((id) => `uid-1.${id}`);
          expect(await ids(east.reads)).toEqual(expected(first));
          expect(await ids(west.readsOf('east'))).toEqual(expected(first));
          expect(await ids(east.readsOf('west'))).toEqual(expected(second));
          expect(await ids(east.readsOf('ca:west'))).toEqual(expected(second));
          const range = { from: START, to: START + 10_000, watching: [] };
          expect(await west.readsOf('east').blindSpots(range)).toEqual(await east.reads.blindSpots(range));
          await Promise.all(open.splice(0).map((history) => history.close(1000)));
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it('that are not there are said not to be, and the history is none the worse', async () => {
    const east = await watcher(await databases.url(), 'east');
    await expect(east.readsOf('north').openAlerts()).rejects.toMatchObject({ code: 'history_no_cluster' });
    expect(east.status().state).toBe('ready');
  });
});
