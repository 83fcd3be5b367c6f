/** One writer a cluster at a time: what another replica wrote is then there to be compared with. */
import { type Kysely, PostgresAdapter, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

export function isPostgres(db: Kysely<Database>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** Null when the cluster's row is gone: merged into another one, or removed with everything else. */
export async function lockCluster(
  tx: Transaction<Database>,
  clusterId: number,
): Promise<{ keptFrom: number | null } | null> {
  const asked = tx.selectFrom('cluster').select('kept_from').where('id', '=', clusterId);
  // SQLite's transaction has locked everything already.
  const row = await (isPostgres(tx) ? asked.forUpdate() : asked).executeTakeFirst();
  return row === undefined ? null : { keptFrom: row.kept_from };
}
