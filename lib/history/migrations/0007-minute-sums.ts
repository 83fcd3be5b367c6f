/**
 * How often all Leases of a cluster changed hands in a minute: what is above a month's lanes counts millions of handovers
 * by these, where the sums of each Lease took a second and more.
 */
import { type ColumnDataType, type Kysely, PostgresAdapter, sql } from 'kysely';

/** A statement has its time: millions of rows are summed in several, each by the index of clusters and times. */
const WEEK_MS = 7 * 86_400_000;

export async function minuteSums<T>(db: Kysely<T>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const number: ColumnDataType = postgres ? 'bigint' : 'integer';
  let table = db.schema
    .createTable('handover_minute')
    .addColumn('cluster_id', number, (it) => it.notNull())
    .addColumn('minute', number, (it) => it.notNull())
    .addColumn('weight', number, (it) => it.notNull())
    .addPrimaryKeyConstraint('handover_minute_key', ['cluster_id', 'minute']);
  if (!postgres) table = table.modifyEnd(sql`without rowid`);
  await table.execute();
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(at) as first, max(at) as last from handover`.execute(db);
  const { first = null, last = null } = rows[0] ?? {};
  if (first === null || last === null) return;
  for (let at = Math.floor(first / 60_000) * 60_000; at <= last; at += WEEK_MS) {
    await sql`insert into handover_minute (cluster_id, minute, weight)
      select cluster_id, at / 60000,
        sum(case when cause = 'unseen' and transitions_delta > 1 then transitions_delta else 1 end)
      from handover where cluster_id in (select id from cluster) and to_id is not null and at >= ${at} and at < ${at + WEEK_MS}
      group by cluster_id, at / 60000`.execute(db);
  }
}
