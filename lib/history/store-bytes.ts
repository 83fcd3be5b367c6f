/** How much the store takes up, without what deleted rows have left free. */
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './cluster-lock.ts';
import type { Database } from './schema.ts';

/** What a row with its indexes takes in PostgreSQL, whose files keep the room of deleted rows for new ones. */
const ROW_BYTES: Readonly<Record<string, number>> = {
  handover: 900,
  handover_hour: 180,
  handover_day: 600,
  renewal_minute: 160,
  renewal_chunk: 2500,
  holder: 250,
  lease: 350,
};

export async function storeBytes(db: Kysely<Database>): Promise<number> {
  if (isPostgres(db)) {
    const { rows } = await sql<{ name: string; live: number }>`
      select relname as name, n_live_tup as live from pg_stat_user_tables
      where schemaname = current_schema()`.execute(db);
    return rows.reduce((sum, { name, live }) => sum + live * (ROW_BYTES[name] ?? 0), 0);
  }
  const { rows } = await sql<{ bytes: number }>`
    select (p.page_count - f.freelist_count) * s.page_size as bytes
    from pragma_page_count p, pragma_freelist_count f, pragma_page_size s`.execute(db);
  return rows[0]?.bytes ?? 0;
}
