import { expect, it } from 'vitest';
import { readHolderJson } from '../../lib/history/timeline-holders.ts';
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
    const { bytes, places } = await readHolderJson(database.read, new Set([1, 2, 31, 9]));
    const told = [...places].map(([id, [from, to]]) => {
      const text = new TextDecoder().decode(bytes.subarray(from, to));
      return { id, node: null, ...JSON.parse(`{"identity":${text}}`) };
    });
    expect(told.sort((a, b) => a.id - b.id)).toEqual(holders);
    expect((await readHolderJson(database.read, new Set())).places.size).toBe(0);
  });
});
