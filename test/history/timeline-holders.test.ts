import { expect, it } from 'vitest';
import { createHolderReader } from '../../lib/history/timeline-holders.ts';
import { replica } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

describeDatabases('names of holders', (databases) => {
  it.each([
    'plain',
    '',
    'with\u0001one',
    'with\u0002one',
    'a\u0001node\u00024\u0001b',
    'a "quoted" \\ one',
    'é, 漢字 and 🎉',
    'a\nline',
  ])('are told as JSON whatever they hold: %j', async (identity) => {
    const database = await databases.open();
    const { clusterId } = await replica(database);
    const holders = [
      { id: 1, identity: 'first', node: 'n1' },
      { id: 2, identity, node: identity },
      { id: 31, identity: 'last', node: null },
    ];
    await database.write
      .insertInto('holder')
      .values(holders.map((holder) => ({ ...holder, cluster_id: clusterId })))
      .execute();
    const read = createHolderReader();
    const holdersAt = async (now: number, ids = [1, 2, 31, 9]) => {
      const found = new Map<number, string>();
      await read(database.read, new Set(ids), now, found);
      return [...found]
        .map(([id, json]) => ({ id, node: null, ...JSON.parse(`{"identity":${json}}`) }))
        .sort((a, b) => a.id - b.id);
    };
    expect(await holdersAt(0)).toEqual(holders);
    expect(await holdersAt(1000, [])).toEqual([]);
    // Found out since: told once what is kept is half a minute old.
    await database.write.updateTable('holder').set({ node: 'n9' }).where('id', '=', 31).execute();
    expect(await holdersAt(30_000)).toEqual(holders);
    expect(await holdersAt(30_001, [31])).toEqual([{ ...holders[2], node: 'n9' }]);
  });
});
