/** The dictionary of identities: rows refer to a holder by a number. */
import type { Transaction } from 'kysely';
import type { HolderPlace } from './history.ts';
import type { Database } from './schema.ts';
import { inSteps, lastOfEach, storable, whole } from './stored.ts';

export type HolderLookup = { id(identity: string | null): number | null };

/**
 * The numbers of these identities, made where they are new. Good in this transaction, which has to have locked the
 * cluster: later a replica may have removed what nothing named.
 */
export async function holderIds(
  tx: Transaction<Database>,
  clusterId: number,
  identities: Iterable<string>,
): Promise<HolderLookup> {
  const ids = new Map<string, number>();
  const wanted = [...new Set([...identities].map(storable))];
  const find = async (some: readonly string[]): Promise<void> => {
    const rows = await tx
      .selectFrom('holder')
      .select(['id', 'identity'])
      .where('cluster_id', '=', clusterId)
      .where('identity', 'in', some)
      .execute();
    for (const { id, identity } of rows) ids.set(identity, id);
  };
  for (const some of inSteps(wanted)) {
    await find(some);
    const missing = some.filter((identity) => !ids.has(identity));
    if (missing.length === 0) continue;
    await tx
      .insertInto('holder')
      .values(missing.map((identity) => ({ cluster_id: clusterId, identity })))
      .onConflict((conflict) => conflict.columns(['cluster_id', 'identity']).doNothing())
      .execute();
    await find(missing);
  }
  return { id: (identity) => (identity === null ? null : (ids.get(storable(identity)) ?? null)) };
}

/** Where a holder ran; the latest look counts. */
export async function writePlaces(
  tx: Transaction<Database>,
  clusterId: number,
  places: readonly HolderPlace[],
): Promise<void> {
  const rows = lastOfEach(places, ({ identity }) => storable(identity)).map((place) => ({
    cluster_id: clusterId,
    identity: storable(place.identity),
    pod_namespace: storableOrNull(place.podNamespace),
    pod_name: storableOrNull(place.podName),
    pod_uid: storableOrNull(place.podUid),
    node: storableOrNull(place.node),
    owner_kind: storableOrNull(place.ownerKind),
    owner_name: storableOrNull(place.ownerName),
    resolved_at: whole(place.resolvedAt),
  }));
  for (const some of inSteps(rows)) {
    await tx
      .insertInto('holder')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'identity'])
          .doUpdateSet((eb) => ({
            pod_namespace: eb.ref('excluded.pod_namespace'),
            pod_name: eb.ref('excluded.pod_name'),
            pod_uid: eb.ref('excluded.pod_uid'),
            node: eb.ref('excluded.node'),
            owner_kind: eb.ref('excluded.owner_kind'),
            owner_name: eb.ref('excluded.owner_name'),
            resolved_at: eb.ref('excluded.resolved_at'),
          }))
          .where((eb) =>
            eb.or([
              eb('holder.resolved_at', 'is', null),
              eb('holder.resolved_at', '<=', eb.ref('excluded.resolved_at')),
            ]),
          ),
      )
      .execute();
  }
}

function storableOrNull(text: string | null): string | null {
  return text === null ? null : storable(text);
}
