/** By which address people reach the Tenure that watches a cluster. */
import { type Kysely, PostgresAdapter, sql } from 'kysely';

export async function publicUrls<T>(db: Kysely<T>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  await db.schema
    .alterTable('cluster')
    .addColumn('public_url', postgres ? sql`text collate "C"` : 'text')
    .execute();
}
