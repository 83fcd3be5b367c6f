import { expect, it } from 'vitest';
import type { Batch, WatchedStretch } from '../../lib/history/history.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import { unwritten } from '../../lib/history/unwritten.ts';
import { type Replica, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const at = (seconds: number): number => START + seconds * 1000;
const watched = (from: number, to: number, scope: string | null = null): Partial<Batch> => ({
  watched: [{ scope, from: at(from), to: at(to) }],
});
const summed = (seconds: number): Partial<Batch> => ({ summedTo: at(seconds) });

async function asked(
  database: OpenDatabase,
  { clusterId }: Replica,
  { instance = 'reader', from = 0, to = 1_000, watching = [] as WatchedStretch[] } = {},
): Promise<[number, number][]> {
  const range = { from: at(from), to: at(to), watching };
  const found = await unwritten(database.read, clusterId, 'payments', range, instance);
  return found.map((one) => [(one.from - START) / 1000, (one.to - START) / 1000]);
}

describeDatabases('renewals that were seen and not written', (databases) => {
  it('are those since a run said last that they are', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one');
    await one.write(watched(0, 1));
    expect(await asked(database, one)).toEqual([[0, 1]]);
    await one.write({ ...watched(0, 65), ...summed(60) });
    await one.write(watched(0, 79));
    expect(await asked(database, one)).toEqual([[60, 79]]);
    expect(await asked(database, one, { from: 70, to: 75 })).toEqual([[70, 75]]);
    expect(await asked(database, one, { to: 60 })).toEqual([]);
  });

  it('are none of the run that asks, which remembers them, nor of one that stopped in order', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one');
    await one.write(watched(0, 79));
    expect(await asked(database, one, { instance: 'one' })).toEqual([]);
    await one.write(summed(80));
    expect(await asked(database, one)).toEqual([]);
  });

  it('are none that another replica wrote, and those that neither did', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one');
    const other = await replica(database, 'other');
    await one.write({ ...watched(0, 100), ...summed(60) });
    await other.write({ ...watched(30, 200), ...summed(90) });
    await other.write(summed(120));
    expect(await asked(database, one)).toEqual([[120, 200]]);
    const watching = [{ scope: null, from: at(150), to: at(210) }];
    expect(await asked(database, one, { watching })).toEqual([[120, 150]]);
  });

  it('are of each stretch, also of one that was over when its renewals were written', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one');
    await one.write({ ...watched(0, 50), ...watched(70, 90) });
    await one.write(watched(0, 50));
    await one.write(summed(60));
    expect(await asked(database, one)).toEqual([[70, 90]]);
    await one.write(summed(120));
    expect(await asked(database, one)).toEqual([]);
  });

  it('are of the namespace, and of an earlier version nobody can tell', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one');
    await one.write(watched(0, 50, 'other'));
    expect(await asked(database, one)).toEqual([]);
    await one.write(watched(0, 50, 'payments'));
    expect(await asked(database, one)).toEqual([[0, 50]]);
    await database.write.updateTable('watched').set({ summed_to: null }).execute();
    expect(await asked(database, one)).toEqual([]);
  });

  it('stay what they were where something else was given up', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one');
    await one.write({ ...watched(0, 100), ...summed(60) });
    await one.write(watched(0, 100), [{ from: at(20), to: at(30) }]);
    expect(await asked(database, one)).toEqual([[60, 100]]);
  });
});
