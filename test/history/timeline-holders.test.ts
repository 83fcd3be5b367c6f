import { expect, it } from 'vitest';
import { readHolders } from '../../lib/history/timeline-holders.ts';
import { replica } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

describeDatabases('names of holders', (databases) => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['with\u0001one', 'withone'],
    ['with\u0002one', 'withone'],
    ['a\u0001node\u00024\u0001b', 'anode4b'],
  ])('are read whatever they hold: %j', async (identity, told) => {
    const database = await databases.open();
    const { clusterId } = await replica(database);
    const holders = [
      { id: 1, identity: 'first', node: 'n1' },
      { id: 2, identity, node: null },
      { id: 3, identity: 'last', node: null },
    ];
    await database.write
      .insertInto('holder')
      .values(holders.map((holder) => ({ ...holder, cluster_id: clusterId })))
      .execute();
    expect(Object.fromEntries(await readHolders(database.read, new Set([1, 2, 3, 9])))).toEqual({
      1: { identity: 'first', node: 'n1' },
      2: { identity: told, node: null },
      3: { identity: 'last', node: null },
    });
    expect((await readHolders(database.read, new Set())).size).toBe(0);
  });
});
