/** The last known state of each Lease, and the number that other rows name it by. */
import { sql, type Transaction } from 'kysely';
import type { KnownLease } from '../lease/known.ts';
import type { LeaseName } from './history.ts';
import type { Database } from './schema.ts';
import { inSteps, lastOfEach, storable, whole } from './stored.ts';
import type { HolderLookup } from './write-holders.ts';

/** Of a Lease that only an event has named so far: anything that is known of it is later. */
export const NEVER_SEEN = 0;

/** Never goes back: what was true later stays, whoever says it; and when it was first seen, whoever saw that. */
export async function writeLeases(
  tx: Transaction<Database>,
  clusterId: number,
  leases: readonly KnownLease[],
  holders: HolderLookup,
): Promise<void> {
  const latest = lastOfEach(
    [...leases].sort((a, b) => a.seenAt - b.seenAt),
    leaseKey,
  );
  for (const some of inSteps(latest)) {
    const rows = some.map((lease) => ({
      cluster_id: clusterId,
      namespace: storable(lease.namespace),
      name: storable(lease.name),
      class: lease.class,
      uid: storable(lease.uid),
      holder_id: holders.id(lease.holder),
      transitions: lease.transitions,
      duration_ms: whole(lease.durationMs),
      held_since: whole(lease.heldSince),
      held_since_certain: lease.heldSinceCertain ? 1 : 0,
      vacant_since: whole(lease.vacantSince),
      open_key: lease.openHandover === null ? null : storable(lease.openHandover.id),
      first_seen_at: whole(lease.firstSeenAt),
      seen_at: whole(lease.seenAt),
      gone_at: whole(lease.goneAt),
    }));
    await tx
      .insertInto('lease')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'namespace', 'name'])
          .doUpdateSet((eb) => ({
            class: eb.ref('excluded.class'),
            uid: eb.ref('excluded.uid'),
            holder_id: eb.ref('excluded.holder_id'),
            transitions: eb.ref('excluded.transitions'),
            duration_ms: eb.ref('excluded.duration_ms'),
            held_since: eb.ref('excluded.held_since'),
            held_since_certain: eb.ref('excluded.held_since_certain'),
            vacant_since: eb.ref('excluded.vacant_since'),
            open_key: eb.ref('excluded.open_key'),
            seen_at: eb.ref('excluded.seen_at'),
            gone_at: eb.ref('excluded.gone_at'),
          }))
          .where('lease.seen_at', '<=', (eb) => eb.ref('excluded.seen_at')),
      )
      .execute();
    await tx
      .insertInto('lease')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'namespace', 'name'])
          .doUpdateSet((eb) => ({ first_seen_at: eb.ref('excluded.first_seen_at') }))
          .where('lease.first_seen_at', '>', (eb) => eb.ref('excluded.first_seen_at')),
      )
      .execute();
  }
}

export type LeaseIds = { id(lease: LeaseName): number };
/** What is needed to name a Lease of which nothing else is known yet. */
export type NamedAt = LeaseName & { uid: string; at: number };

/** The numbers of all Leases named; one that nobody has told of yet gets a row that anything replaces. */
export async function leaseIds(
  tx: Transaction<Database>,
  clusterId: number,
  named: readonly NamedAt[],
): Promise<LeaseIds> {
  const ids = new Map<string, number>();
  const wanted = lastOfEach(named, leaseKey);
  const find = async (leases: readonly NamedAt[]): Promise<void> => {
    for (const some of inSteps(leases)) {
      const names = sql.join(
        some.map(({ namespace, name }) => sql`(${storable(namespace)}, ${storable(name)})`),
      );
      const rows = await tx
        .selectFrom('lease')
        .select(['id', 'namespace', 'name'])
        .where('cluster_id', '=', clusterId)
        .where(sql<boolean>`(namespace, name) in (values ${names})`)
        .execute();
      for (const row of rows) ids.set(leaseKey(row), row.id);
    }
  };
  await find(wanted);
  const missing = wanted.filter((lease) => !ids.has(leaseKey(lease)));
  for (const some of inSteps(missing)) {
    await tx
      .insertInto('lease')
      .values(
        some.map(({ namespace, name, uid, at }) => ({
          cluster_id: clusterId,
          namespace: storable(namespace),
          name: storable(name),
          class: 'unknown',
          uid: storable(uid),
          held_since_certain: 0,
          first_seen_at: whole(at),
          seen_at: NEVER_SEEN,
        })),
      )
      .onConflict((conflict) => conflict.columns(['cluster_id', 'namespace', 'name']).doNothing())
      .execute();
  }
  await find(missing);
  return {
    id(lease) {
      const id = ids.get(leaseKey(lease));
      if (id === undefined) throw new TypeError(`The Lease ${leaseKey(lease)} has no row.`);
      return id;
    },
  };
}

function leaseKey({ namespace, name }: LeaseName): string {
  return `${storable(namespace)}/${storable(name)}`;
}
