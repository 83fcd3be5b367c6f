import { type Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { isPostgres } from '../../lib/history/cluster-lock.ts';
import { specials } from '../../lib/history/lanes-special.ts';
import type { Database } from '../../lib/history/schema.ts';
import { describeDatabases } from './databases.ts';

/** How the database will look for them. */
async function planOf(db: Kysely<Database>): Promise<string> {
  const query = specials(db, [1, 2], { from: 0, to: 1_000 }, 10);
  if (!isPostgres(db)) {
    const { rows } = await sql<{ detail: string }>`explain query plan ${query}`.execute(db);
    return rows.map(({ detail }) => detail).join('\n');
  }
  return await db.transaction().execute(async (tx) => {
    // A table that is empty it would rather read as a whole.
    await sql`set local enable_seqscan = off`.execute(tx);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(tx);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}

describeDatabases('what takes more to draw than a line of text', (databases) => {
  it('is looked for where nothing else is', async () => {
    const { read } = await databases.open();
    const used = [...(await planOf(read)).matchAll(/\bhandover_\w+/g)].map(([index]) => index);
    expect(new Set(used)).toEqual(new Set(['handover_unseen', 'handover_emptied', 'handover_open']));
  });
});
