/** The last known state of each Lease, and the number that other rows name it by. */
import { sql, type Transaction } from 'kysely';
import type { KnownLease } from '../lease/known.ts';
import type { DurationChange, LeaseName } from './history.ts';
import type { Database } from './schema.ts';
import { inSteps, lastOfEach, storable, whole } from './stored.ts';
import type { HolderLookup } from './write-holders.ts';

/** Of a Lease that only an event has named so far: anything that is known of it is later. */
export const NEVER_SEEN = 0;

/**
 * Never goes back: what was true later stays, whoever says it; and when it was first seen, whoever saw that. Answers
 * which durations it wrote over: whoever tells of a Lease that was deleted and made again may not know what it had
 * before, and its past would be judged by what it has now.
 */
export async function writeLeases(
  tx: Transaction<Database>,
  clusterId: number,
  leases: readonly KnownLease[],
  holders: HolderLookup,
): Promise<DurationChange[]> {
  const changes: DurationChange[] = [];
  const latest = lastOfEach(
    [...leases].sort((a, b) => a.seenAt - b.seenAt),
    leaseKey,
  );
  for (const some of inSteps(latest)) {
    const kept = new Map((await rowsNamed(tx, clusterId, some)).map((row) => [leaseKey(row), row]));
    changes.push(...some.flatMap((lease) => durationChange(lease, kept.get(leaseKey(lease)))));
    const rows = some.map((lease) => ({
      cluster_id: clusterId,
      namespace: storable(lease.namespace),
      name: storable(lease.name),
      class: lease.class,
      uid: storable(lease.uid),
      holder_id: holders.id(lease.holder),
      transitions: lease.transitions,
      duration_ms: durationMs(lease, kept.get(leaseKey(lease))),
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
  return changes;
}

type LeaseRow = LeaseName & { id: number; uid: string; duration_ms: number | null; seen_at: number };

/**
 * One that is not known is as it was. So it is where another object is said to be gone: either that one came before and
 * its end was only seen late, or nobody saw what it had while it was there.
 */
function durationMs(lease: KnownLease, kept: LeaseRow | undefined): number | null {
  const beforeMs = kept?.duration_ms ?? null;
  const isOther = lease.goneAt !== null && kept?.uid !== storable(lease.uid);
  return isOther ? (beforeMs ?? whole(lease.durationMs)) : (whole(lease.durationMs) ?? beforeMs);
}

function durationChange(lease: KnownLease, kept: LeaseRow | undefined): DurationChange[] {
  const [at, afterMs] = [whole(lease.seenAt), durationMs(lease, kept)];
  if (kept === undefined || kept.duration_ms === null || kept.duration_ms === afterMs) return [];
  if (at < kept.seen_at) return [];
  return [{ namespace: lease.namespace, name: lease.name, at, beforeMs: kept.duration_ms, afterMs }];
}

/** At most so many as fit into one statement. */
async function rowsNamed(
  tx: Transaction<Database>,
  clusterId: number,
  some: readonly LeaseName[],
): Promise<LeaseRow[]> {
  const names = sql.join(some.map(({ namespace, name }) => sql`(${storable(namespace)}, ${storable(name)})`));
  return tx
    .selectFrom('lease')
    .select(['id', 'namespace', 'name', 'uid', 'duration_ms', 'seen_at'])
    .where('cluster_id', '=', clusterId)
    .where(sql<boolean>`(namespace, name) in (values ${names})`)
    .execute();
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
      const rows = await rowsNamed(tx, clusterId, some);
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
