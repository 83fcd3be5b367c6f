/** When one Lease was silent past what it may be: of a heartbeat, all that is kept of it. Epoch ms. */
import type { Kysely } from 'kysely';
import type { Stretch } from '../lease/stretches.ts';
import type { LeaseName } from './history.ts';
import { readRemovedUntil } from './removed-until.ts';
import type { Database } from './schema.ts';

/** Newest first, those that touch the range: each from the last renewal before to the one that ended it. */
export async function readSilences(
  db: Kysely<Database>,
  clusterId: number,
  { namespace, name }: LeaseName,
  { from, to, limit }: Stretch & { limit: number },
): Promise<Stretch[]> {
  const rows = await db
    .selectFrom('silence')
    .select(['from_at', 'to_at'])
    .where('cluster_id', '=', clusterId)
    .where('namespace', '=', namespace)
    .where('name', '=', name)
    .where('from_at', '<=', Math.floor(to))
    .where('to_at', '>=', Math.ceil(Math.max(from, await readRemovedUntil(db, clusterId))))
    .orderBy('from_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ from_at, to_at }) => ({ from: from_at, to: to_at }));
}
