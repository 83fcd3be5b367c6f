import { expect, it } from 'vitest';
import { readSilences } from '../../lib/history/read-silences.ts';
import { replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const NODE = { namespace: 'kube-node-lease', name: 'node-1' };

describeDatabases('silences of one Lease', (databases) => {
  it('are read newest first, of a heartbeat too, as far as they touch the range', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const other = await replica(database, 'two', ['uid:cluster-2']);
    const at = (from: number, to: number) => ({ ...NODE, from: START + from, to: START + to });
    await one.write({ silences: [at(0, 90), at(100, 150), at(300, 400)] });
    await one.write({ silences: [{ ...at(100, 160), name: 'node-2' }] });
    await other.write({ silences: [at(120, 130)] });
    const read = async (from: number, to: number, limit = 10): Promise<number[][]> => {
      const range = { from: START + from, to: START + to, limit };
      const found = await readSilences(database.read, one.clusterId, NODE, range);
      return found.map((silence) => [silence.from - START, silence.to - START]);
    };
    expect(await read(-50, 500)).toEqual([
      [300, 400],
      [100, 150],
      [0, 90],
    ]);
    expect(await read(80, 120)).toEqual([
      [100, 150],
      [0, 90],
    ]);
    expect(await read(0, 500, 1)).toEqual([[300, 400]]);
    expect(await read(410, 500)).toEqual([]);
  });

  it('are none of a time that is kept no more', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ silences: [{ ...NODE, from: START, to: START + 90 }] });
    await database.write
      .updateTable('cluster')
      .set({ kept_from: START + 91 })
      .where('id', '=', one.clusterId)
      .execute();
    const range = { from: START - 1, to: START + 500, limit: 10 };
    expect(await readSilences(database.read, one.clusterId, NODE, range)).toEqual([]);
  });
});
