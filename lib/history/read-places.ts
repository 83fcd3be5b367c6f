/** Where holders ran, as far as anybody looked. */
import type { Kysely } from 'kysely';
import type { HolderPlace } from './history.ts';
import type { Database } from './schema.ts';
import { inSteps, storable } from './stored.ts';

export async function readPlaces(
  db: Kysely<Database>,
  clusterId: number,
  identities: readonly string[],
): Promise<HolderPlace[]> {
  const places: HolderPlace[] = [];
  for (const some of inSteps([...new Set(identities)])) {
    const asked = new Map(some.map((identity) => [storable(identity), identity]));
    const rows = await db
      .selectFrom('holder')
      .selectAll()
      .where('cluster_id', '=', clusterId)
      .where('identity', 'in', [...asked.keys()])
      .execute();
    for (const row of rows) {
      if (row.resolved_at === null) continue;
      places.push({
        identity: asked.get(row.identity) ?? row.identity,
        podNamespace: row.pod_namespace,
        podName: row.pod_name,
        podUid: row.pod_uid,
        node: row.node,
        ownerKind: row.owner_kind,
        ownerName: row.owner_name,
        resolvedAt: row.resolved_at,
      });
    }
  }
  return places;
}
