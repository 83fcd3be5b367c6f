/** How much the store takes up, without what deleted rows have left free: a file, or a cluster's share of a server. */
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './cluster-lock.ts';
import type { Database } from './schema.ts';

/** What a row with its indexes takes in PostgreSQL, whose files keep the room of deleted rows for new ones. */
const ROW_BYTES: Readonly<Record<string, number>> = {
  handover: 900,
  handover_hour: 180,
  handover_minute: 60,
  handover_day: 600,
  renewal_minute: 160,
  renewal_chunk: 2500,
  holder: 250,
  lease: 350,
  alert: 2500,
  delivery: 250,
};

const OF_LEASES = ['handover_hour', 'handover_day', 'renewal_minute', 'renewal_chunk'] as const;
const OF_CLUSTER = ['handover', 'handover_minute', 'holder', 'lease', 'alert', 'delivery'] as const;

export async function storeBytes(db: Kysely<Database>, clusterId: number): Promise<number> {
  if (isPostgres(db))
    return (await isAlone(db, clusterId)) ? allRowBytes(db) : clusterRowBytes(db, clusterId);
  const { rows } = await sql<{ bytes: number }>`
    select (p.page_count - f.freelist_count) * s.page_size as bytes
    from pragma_page_count p, pragma_freelist_count f, pragma_page_size s`.execute(db);
  return rows[0]?.bytes ?? 0;
}

async function isAlone(db: Kysely<Database>, clusterId: number): Promise<boolean> {
  const other = await db
    .selectFrom('cluster')
    .select('id')
    .where('id', '<>', clusterId)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}

/**
 * As PostgreSQL itself counts them: at no cost. After a crash it counts anew from nothing; what its last vacuum or
 * analyze found outlives that (-1: there was none), but it is not corrected as rows go: more and more would be removed.
 */
async function allRowBytes(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ name: string; live: number }>`
    select found.relname as name, greatest(n_live_tup, reltuples - n_tup_del) as live
    from pg_stat_user_tables counted join pg_class found on found.oid = counted.relid
    where schemaname = current_schema()`.execute(db);
  return rows.reduce((sum, { name, live }) => sum + live * (ROW_BYTES[name] ?? 0), 0);
}

async function clusterRowBytes(db: Kysely<Database>, clusterId: number): Promise<number> {
  const leases = sql`select id from lease where cluster_id = ${clusterId}`;
  const counts = [
    ...OF_CLUSTER.map(
      (name) => sql`select ${sql.lit(name)} as name, count(*) as live from ${sql.table(name)}
        where cluster_id = ${clusterId}`,
    ),
    ...OF_LEASES.map(
      (name) => sql`select ${sql.lit(name)} as name, count(*) as live from ${sql.table(name)}
        where lease_id in (${leases})`,
    ),
  ];
  const { rows } = await sql<{ name: string; live: number }>`${sql.join(counts, sql` union all `)}`.execute(
    db,
  );
  return rows.reduce((sum, { name, live }) => sum + live * (ROW_BYTES[name] ?? 0), 0);
}
