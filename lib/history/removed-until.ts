/** Up to when what happened has been removed: of that time nothing is said. Epoch ms. */
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Where nothing was ever removed, the beginning of time. */
export async function readRemovedUntil(db: Kysely<Database>, clusterId: number): Promise<number> {
  const cluster = await db
    .selectFrom('cluster')
    .select('kept_from')
    .where('id', '=', clusterId)
    .executeTakeFirst();
  return cluster?.kept_from ?? 0;
}

/** The same of renewals, which may be removed earlier. */
export async function renewalsRemovedUntil(db: Kysely<Database>, clusterId: number): Promise<number> {
  const cluster = await db
    .selectFrom('cluster')
    .select('renewals_kept_from')
    .where('id', '=', clusterId)
    .executeTakeFirst();
  return cluster?.renewals_kept_from ?? 0;
}
