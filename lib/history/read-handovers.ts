/** Handovers by filter and page, and when each Lease changed hands. */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Handover } from '../lease/handover.ts';
import { handoverOf } from './handover-row.ts';
import type { HandoverFilter, HistoryReads } from './history.ts';
import type { Database } from './schema.ts';
import { inSteps, storable } from './stored.ts';

type Page = { limit: number; after: { at: number; id: string } | null };

/**
 * Handovers of so many Leases, or of a holder, are looked up one by one. The cluster is then compared with a plus:
 * else the database would look through all that ever happened in it, for its index has the right order.
 */
const FEW_LEASES = 20;

/** Both ends of the range included; newest first, then by id. */
export async function readHandovers(
  db: Kysely<Database>,
  clusterId: number,
  filter: HandoverFilter,
  { limit, after }: Page,
): Promise<Handover[]> {
  let chosen = db
    .selectFrom('handover')
    .select('handover.id')
    .where('at', '>=', Math.ceil(filter.from))
    // One bound, not two: the database would begin at the wrong one.
    .where('at', '<=', Math.min(Math.floor(filter.to), after?.at ?? Number.POSITIVE_INFINITY))
    .orderBy('at', 'desc')
    .orderBy('key')
    .limit(limit);
  let few = false;
  if (filter.namespaces.length + filter.names.length > 0) {
    let leases = db.selectFrom('lease').select('id').where('cluster_id', '=', clusterId);
    if (filter.namespaces.length > 0)
      leases = leases.where('namespace', 'in', filter.namespaces.map(storable));
    if (filter.names.length > 0) leases = leases.where('name', 'in', filter.names.map(storable));
    const ids = (await leases.execute()).map(({ id }) => id);
    if (ids.length === 0) return [];
    chosen = chosen.where((eb) => among(eb, 'lease_id', ids));
    few = ids.length <= FEW_LEASES;
  }
  if (filter.holders.length > 0) {
    const holders = await db
      .selectFrom('holder')
      .select('id')
      .where('cluster_id', '=', clusterId)
      .where('identity', 'in', filter.holders.map(storable))
      .execute();
    const ids = holders.map(({ id }) => id);
    if (ids.length === 0) return [];
    chosen = chosen.where((eb) => eb.or([among(eb, 'from_id', ids), among(eb, 'to_id', ids)]));
    few = true;
  }
  chosen = few
    ? chosen.where(sql<boolean>`+handover.cluster_id = ${clusterId}`)
    : chosen.where('handover.cluster_id', '=', clusterId);
  if (filter.causes.length > 0) chosen = chosen.where('cause', 'in', [...filter.causes]);
  if (after !== null) {
    chosen = chosen.where((eb) => eb.or([eb('at', '<', after.at), eb('key', '>', storable(after.id))]));
  }
  const rows = await named(db)
    .where('handover.id', 'in', chosen)
    .orderBy('handover.at', 'desc')
    .orderBy('handover.key')
    .execute();
  return rows.map(handoverOf);
}

export async function namedHandovers(
  db: Kysely<Database>,
  clusterId: number,
  keys: readonly string[],
): Promise<Handover[]> {
  const found: Handover[] = [];
  for (const some of inSteps(keys)) {
    const rows = await named(db)
      .where('handover.cluster_id', '=', clusterId)
      .where('handover.key', 'in', some)
      .execute();
    found.push(...rows.map(handoverOf));
  }
  return found;
}

/** The last handover of each Lease, where nobody has followed it. */
export async function openHandovers(
  db: Kysely<Database>,
  leaseIds: readonly number[],
): Promise<Map<number, Handover>> {
  const found = new Map<number, Handover>();
  for (const id of leaseIds) {
    const last = await named(db)
      .where('handover.lease_id', '=', id)
      .orderBy('handover.at', 'desc')
      .orderBy('handover.id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last !== undefined && last.to === null) found.set(id, handoverOf(last));
  }
  return found;
}

/** `first` is no change of hands; an `unseen` one stands as often as the counter rose, at most 1000 times. */
export async function readHandoverTimes(
  db: Kysely<Database>,
  clusterId: number,
  since: number,
): Promise<Awaited<ReturnType<HistoryReads['handoverTimes']>>> {
  const rows = await db
    .selectFrom('handover')
    .innerJoin('lease', 'lease.id', 'handover.lease_id')
    .select(['namespace', 'name', 'lease_id', 'at', 'cause', 'transitions_delta'])
    .where('handover.cluster_id', '=', clusterId)
    .where('at', '>=', Math.ceil(since))
    .where('to_id', 'is not', null)
    .where('cause', '<>', 'first')
    .orderBy('at')
    .execute();
  const found = new Map<number, { namespace: string; name: string; times: number[] }>();
  for (const { namespace, name, lease_id, at, cause, transitions_delta } of rows) {
    let one = found.get(lease_id);
    if (one === undefined) {
      one = { namespace, name, times: [] };
      found.set(lease_id, one);
    }
    const often = cause === 'unseen' ? Math.min(MOST_TIMES, Math.max(1, transitions_delta ?? 1)) : 1;
    for (let count = 0; count < often; count += 1) one.times.push(at);
  }
  return [...found.values()];
}

/** A counter that somebody set by hand must not fill the memory. */
const MOST_TIMES = 1000;

function named(db: Kysely<Database>) {
  return db
    .selectFrom('handover')
    .innerJoin('lease', 'lease.id', 'handover.lease_id')
    .leftJoin('holder as old', 'old.id', 'handover.from_id')
    .leftJoin('holder as new', 'new.id', 'handover.to_id')
    .select([
      'handover.key',
      'handover.lease_uid',
      'handover.at',
      'handover.cause',
      'handover.certainty',
      'handover.silent_ms',
      'handover.vacant_ms',
      'handover.transitions_delta',
      'handover.coordinated',
      'handover.evidence',
      'lease.namespace',
      'lease.name',
      'old.identity as from',
      'new.identity as to',
    ]);
}

/** However many: a list as one parameter has no limit and one text. */
function among(
  eb: ExpressionBuilder<Database, 'handover'>,
  column: 'lease_id' | 'from_id' | 'to_id',
  ids: readonly number[],
) {
  return eb(column, 'in', sql<number>`(${sql.join(ids.map((id) => sql.lit(id)))})`);
}
