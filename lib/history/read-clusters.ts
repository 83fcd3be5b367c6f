/** The clusters that are kept in one database, each by whoever watches it. */
import type { Kysely } from 'kysely';
import type { KeptCluster } from '../view/clusters.ts';
import { readKeptFrom } from './read-known.ts';
import type { Database } from './schema.ts';

/** What says for certain which cluster it is. */
const UID = 'uid:';

/** By name, then id. `own`: the number of the one that is open here. */
export async function readClusters(db: Kysely<Database>, own: number): Promise<KeptCluster[]> {
  const rows = await db.selectFrom('cluster').select(['id', 'name', 'public_url']).execute();
  const aliases = await db.selectFrom('cluster_alias').selectAll().execute();
  const watched = await db
    .selectFrom('watched')
    .select((eb) => ['cluster_id', eb.fn.max('to_at').as('at')])
    .groupBy('cluster_id')
    .execute();
  const clusters: KeptCluster[] = [];
  for (const { id, name, public_url: publicUrl } of rows) {
    const alias = nameOf(aliases.filter((one) => one.cluster_id === id).map((one) => one.alias));
    if (alias === null) continue;
    const watchedUntil = watched.find(({ cluster_id }) => cluster_id === id)?.at ?? null;
    const keptFrom = await readKeptFrom(db, id);
    clusters.push({ id: alias, name, publicUrl, keptFrom, watchedUntil, own: id === own });
  }
  return clusters.sort((a, b) => order(a.name ?? '', b.name ?? '') || order(a.id, b.id));
}

/** The number of the cluster that is called so; null when there is none. */
export async function clusterCalled(db: Kysely<Database>, id: string): Promise<number | null> {
  const rows = await db
    .selectFrom('cluster_alias')
    .selectAll()
    .where('alias', 'in', [`${UID}${id}`, id])
    .execute();
  return rows[0]?.cluster_id ?? null;
}

/** Of several the same one each time. */
function nameOf(aliases: readonly string[]): string | null {
  const [best] = aliases.toSorted(
    (a, b) => Number(b.startsWith(UID)) - Number(a.startsWith(UID)) || order(a, b),
  );
  return best?.replace(UID, '') ?? null;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
