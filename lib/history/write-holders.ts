/** The dictionary of identities: rows refer to a holder by a number. */
import type { Transaction } from 'kysely';
import type { HolderPlace } from './history.ts';
import type { Database } from './schema.ts';
import { inSteps, lastOfEach, storable, whole } from './stored.ts';

/** Enough for every holder that is about; what was forgotten is asked again. */
const KEPT_IDS = 50_000;

export type HolderIds = {
  /** The numbers of these identities, made where they are new. Good once the transaction is committed. */
  of(tx: Transaction<Database>, clusterId: number, identities: Iterable<string>): Promise<HolderLookup>;
  forget(): void;
};
export type HolderLookup = { id(identity: string | null): number | null; keep(): void };

/** What is remembered is only what was committed: a number of a transaction that failed names nobody. */
export function createHolderIds(): HolderIds {
  const kept = new Map<string, number>();
  return {
    forget: () => kept.clear(),
    async of(tx, clusterId, identities) {
      const found = new Map<string, number>();
      const missing: string[] = [];
      for (const identity of new Set([...identities].map(storable))) {
        const id = kept.get(identity);
        if (id === undefined) missing.push(identity);
        else found.set(identity, id);
      }
      for (const some of inSteps(missing)) {
        await tx
          .insertInto('holder')
          .values(some.map((identity) => ({ cluster_id: clusterId, identity })))
          .onConflict((conflict) => conflict.columns(['cluster_id', 'identity']).doNothing())
          .execute();
        const rows = await tx
          .selectFrom('holder')
          .select(['id', 'identity'])
          .where('cluster_id', '=', clusterId)
          .where('identity', 'in', some)
          .execute();
        for (const { id, identity } of rows) found.set(identity, id);
      }
      return {
        id: (identity) => (identity === null ? null : (found.get(storable(identity)) ?? null)),
        keep() {
          if (kept.size + found.size > KEPT_IDS) kept.clear();
          for (const [identity, id] of found) kept.set(identity, id);
        },
      };
    },
  };
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
