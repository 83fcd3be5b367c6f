/** What a new run of Tenure continues from. */
import type { Kysely } from 'kysely';
import type { Handover } from '../lease/handover.ts';
import type { KnownLease } from '../lease/known.ts';
import type { LeaseClass } from '../lease/record.ts';
import type { HistoryReads } from './history.ts';
import { namedHandovers, openHandovers, unknownEndings } from './read-handovers.ts';
import { renewalsRemovedUntil } from './removed-until.ts';
import type { Database } from './schema.ts';
import type { Kept } from './store-calls.ts';
import { NEVER_SEEN } from './write-leases.ts';

/**
 * Of Leases that are gone, those whose end somebody may still follow. `instance`: this run itself, for what it has
 * watched since it began is not where the run before ended.
 */
export async function readKnown(
  db: Kysely<Database>,
  clusterId: number,
  instance: string,
): Promise<Awaited<ReturnType<HistoryReads['known']>>> {
  // First: where another replica writes meanwhile, what is known is as old as this, or newer.
  const watched = await db
    .selectFrom('watched')
    .select((eb) => ['scope', eb.fn.max('to_at').as('at')])
    .where('cluster_id', '=', clusterId)
    .where('instance', '<>', instance)
    .groupBy('scope')
    .execute();
  const rows = await db
    .selectFrom('lease')
    .leftJoin('holder', 'holder.id', 'lease.holder_id')
    .selectAll('lease')
    .select('holder.identity as holder')
    .where('lease.cluster_id', '=', clusterId)
    .where('seen_at', '>', NEVER_SEEN)
    .where((eb) => eb.or([eb('gone_at', 'is', null), eb('open_key', 'is not', null)]))
    .execute();
  const keys = rows.map(({ open_key }) => open_key).filter((key) => key !== null);
  const open = new Map((await namedHandovers(db, clusterId, keys)).map((one) => [one.id, one]));
  const lost = rows.filter(({ open_key }) => open_key !== null && !open.has(open_key));
  // It was told by another replica, which knew more of it and named it by another write.
  const others = await openHandovers(
    db,
    lost.map(({ id }) => id),
  );
  const endings = await unknownEndings(db, clusterId);
  return {
    leases: rows.map((row): KnownLease => {
      const handover = row.open_key === null ? null : (open.get(row.open_key) ?? others.get(row.id) ?? null);
      const kept: KnownLease = {
        namespace: row.namespace,
        name: row.name,
        // Only what was a Lease's own was ever written there.
        class: row.class as LeaseClass,
        uid: row.uid,
        holder: row.holder,
        transitions: row.transitions,
        durationMs: row.duration_ms,
        heldSince: row.held_since,
        heldSinceCertain: row.held_since_certain === 1,
        vacantSince: row.vacant_since,
        openHandover: handover === null ? null : stillOpen(handover),
        firstSeenAt: row.first_seen_at,
        seenAt: row.seen_at,
        goneAt: row.gone_at,
      };
      const ending = endings.get(row.id);
      return ending === undefined ? kept : vacated(kept, ending);
    }),
    watchedUntil: watched.map(({ scope, at }) => ({ scope: scope === '' ? null : scope, at })),
  };
}

/** As its holder left it. */
function vacated(lease: KnownLease, ending: Handover): KnownLease {
  const { releasedTransitions } = ending.evidence;
  return {
    ...lease,
    holder: null,
    transitions: typeof releasedTransitions === 'number' ? releasedTransitions : lease.transitions,
    heldSince: null,
    heldSinceCertain: false,
    vacantSince: ending.at,
    openHandover: ending,
    seenAt: ending.at,
  };
}

/** Another replica may have seen it followed: then it waits for nobody. */
function stillOpen(handover: Handover): Handover | null {
  return handover.to === null ? handover : null;
}

/**
 * From when on anything is kept, by what was watched; null while nothing is. Not by handovers, though one may lie
 * before: its stamp is of one Lease, which not everybody may see who is told this.
 */
export async function readKeptFrom(db: Kysely<Database>, clusterId: number): Promise<number | null> {
  const row = await db
    .selectFrom('watched')
    .select((eb) => eb.fn.min('from_at').as('at'))
    .where('cluster_id', '=', clusterId)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** From when on anything, and renewals, are kept. */
export async function readKept(db: Kysely<Database>, clusterId: number): Promise<Kept> {
  const keptFrom = await readKeptFrom(db, clusterId);
  const removed = await renewalsRemovedUntil(db, clusterId);
  return { keptFrom, renewalsKeptFrom: keptFrom === null ? null : Math.max(keptFrom, removed) };
}
