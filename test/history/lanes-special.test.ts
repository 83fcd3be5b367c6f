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

/** Three thousand handovers of twenty Leases that were all seen, and what the database counts of them. */
async function fill(db: Kysely<Database>): Promise<void> {
  await sql`insert into cluster (name, created_at) values ('one', 1)`.execute(db);
  await sql`insert into holder (cluster_id, identity) values (1, 'a'), (1, 'b')`.execute(db);
  const numbers = (most: number) =>
    sql.raw(`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${most})`);
  await sql`insert into lease (cluster_id, namespace, name, class, uid, held_since_certain, first_seen_at, seen_at)
    ${numbers(20)} select 1, 'team', 'lease-' || i, 'controller', 'uid-' || i, 1, 1, 1 from n`.execute(db);
  await sql`insert into handover (cluster_id, lease_id, key, lease_uid, at, from_id, to_id, cause, certainty, vacant_ms,
      coordinated, evidence)
    ${numbers(3000)} select 1, 1 + i % 20, 'key-' || i, 'uid', i, 1, 2, 'release', 'certain', 5, 0, '{}' from n`.execute(
    db,
  );
  await sql`analyze`.execute(db);
}

describeDatabases('what takes more to draw than a line of text', (databases) => {
  it('is looked for where nothing else is, also in a store that has been counted', async () => {
    const { read, write } = await databases.open();
    await fill(write);
    const used = [...(await planOf(read)).matchAll(/\busing (?:index )?(handover_\w+)/gi)].map(
      ([, name]) => name,
    );
    // Of those that nobody follows there are as few in the index by holder.
    expect(used).toEqual([
      'handover_unseen',
      'handover_emptied',
      expect.stringMatching(/^handover_(open|to)$/),
    ]);
  });
});
