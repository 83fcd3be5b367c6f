/** From when on renewals are kept: they are removed earlier than what changed hands. */
import type { Kysely } from 'kysely';

export async function renewalsKept<T>(db: Kysely<T>): Promise<void> {
  await db.schema.alterTable('cluster').addColumn('renewals_kept_from', 'bigint').execute();
}
