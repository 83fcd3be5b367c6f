/** Handovers by filter and page, and when each Lease changed hands. */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Handover } from '../lease/handover.ts';
import { HANDOVER_WEIGHT, handoverOf, weightOf } from './handover-row.ts';
import type { HandoverFilter, HistoryReads } from './history.ts';
import { HOUR_MS } from './lanes-entry.ts';
import { readRemovedUntil } from './removed-until.ts';
import type { Database } from './schema.ts';
import { inSteps, storable } from './stored.ts';
import { matchingLeases } from './timeline-leases.ts';

type Page = { limit: number; after: { at: number; id: string } | null };

/**
 * Handovers of so many Leases, or of a holder, are looked up one by one. The cluster is then compared with a plus:
 * else the database would look through all that ever happened in it, for its index has the right order.
 */
const FEW_LEASES = 20;
const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Both ends of the range included; newest first, then by id. Nothing from before what is kept. */
export async function readHandovers(
  db: Kysely<Database>,
  clusterId: number,
  filter: HandoverFilter,
  { limit, after }: Page,
): Promise<Handover[]> {
  // What was before may not be removed yet.
  const from = Math.max(Math.ceil(filter.from), await readRemovedUntil(db, clusterId));
  let chosen = db
    .selectFrom('handover')
    .select('handover.id')
    .where('at', '>=', from)
    // One bound, not two: the database would begin at the wrong one.
    .where('at', '<=', Math.min(Math.floor(filter.to), after?.at ?? Number.POSITIVE_INFINITY))
    .orderBy('at', 'desc')
    .orderBy('key')
    .limit(limit);
  let few = false;
  const { namespaces, names, classes, q, among: seen = null } = filter;
  if (namespaces.length + names.length + classes.length > 0 || q !== null || seen !== null) {
    const wanted = { namespaces, names, classes, q, moved: false, among: seen };
    const leases = matchingLeases(db, clusterId, wanted, EVER);
    const ids = (await leases.select('lease.id').execute()).map(({ id }) => id);
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

/**
 * By Lease: the last handover of one whose holder has let go, where the state that is kept does not know of it yet. A
 * run that ends between the two leaves that behind.
 */
export async function unknownEndings(
  db: Kysely<Database>,
  clusterId: number,
): Promise<Map<number, Handover>> {
  const rows = await named(db)
    .select('handover.lease_id')
    .where('lease.cluster_id', '=', clusterId)
    .where('lease.open_key', 'is', null)
    .where('lease.gone_at', 'is', null)
    .where('handover.to_id', 'is', null)
    .whereRef('handover.lease_uid', '=', 'lease.uid')
    .whereRef('handover.from_id', '=', 'lease.holder_id')
    .whereRef('handover.at', '>=', 'lease.seen_at')
    .where(({ eb, not, exists }) =>
      not(
        exists(
          eb
            .selectFrom('handover as later')
            .select('later.id')
            .whereRef('later.lease_id', '=', 'handover.lease_id')
            .whereRef('later.at', '>', 'handover.at'),
        ),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.lease_id, handoverOf(row)]));
}

/** More than these are told by the hour: one by one they would fill the memory of whoever asks. */
const MOST_ROWS = 20_000;
/** Of one Lease; a counter that somebody set by hand must not fill it either. */
const MOST_TIMES = 1000;

/** `first` is no change of hands; an `unseen` one stands as often as the counter rose. Bounded as lists are. */
export async function readHandoverTimes(
  db: Kysely<Database>,
  clusterId: number,
  since: number,
  mostRows = MOST_ROWS,
): Promise<Awaited<ReturnType<HistoryReads['handoverTimes']>>> {
  const from = Math.max(Math.ceil(since), await readRemovedUntil(db, clusterId));
  const rows = await db
    .selectFrom('handover')
    .innerJoin('lease', 'lease.id', 'handover.lease_id')
    .select(['namespace', 'name', 'lease_id', 'at', 'cause', 'transitions_delta'])
    .where('handover.cluster_id', '=', clusterId)
    .where('at', '>=', from)
    .where('to_id', 'is not', null)
    .where('cause', '<>', 'first')
    .orderBy('at')
    .limit(mostRows + 1)
    .execute();
  if (rows.length > mostRows) return timesOfHours(db, clusterId, from);
  const found = createTimes();
  for (const row of rows) found.add(row, weightOf(row), row.at, row.at);
  return found.all();
}

/**
 * The same by Lease and hour: spread evenly between the first and the last of it. Not from the sums that are kept: those
 * count a first holder too, and begin with a whole hour.
 */
async function timesOfHours(db: Kysely<Database>, clusterId: number, from: number): Promise<LeaseTimes[]> {
  const { rows } = await sql<HourOfTimes>`
    select lease.namespace, lease.name, hours.* from (
      select lease_id, min(at) as first_at, max(at) as last_at,
        sum(${HANDOVER_WEIGHT}) as often
      from handover
      where cluster_id = ${clusterId} and at >= ${from} and to_id is not null and cause <> 'first'
      group by lease_id, at / ${sql.lit(HOUR_MS)}) as hours
    join lease on lease.id = hours.lease_id
    order by hours.first_at`.execute(db);
  const found = createTimes();
  for (const row of rows) found.add(row, Number(row.often), row.first_at, row.last_at);
  return found.all();
}

type HourOfTimes = {
  namespace: string;
  name: string;
  lease_id: number;
  often: number | string;
  first_at: number;
  last_at: number;
};
type LeaseTimes = Awaited<ReturnType<HistoryReads['handoverTimes']>>[number];

function createTimes() {
  const found = new Map<number, LeaseTimes>();
  return {
    add(
      { namespace, name, lease_id }: { namespace: string; name: string; lease_id: number },
      often: number,
      first: number,
      last: number,
    ): void {
      let one = found.get(lease_id);
      if (one === undefined) {
        one = { namespace, name, times: [] };
        found.set(lease_id, one);
      }
      const count = Math.min(often, MOST_TIMES - one.times.length);
      for (let n = 0; n < count; n += 1) {
        one.times.push(Math.round(first + ((last - first) * n) / Math.max(1, count - 1)));
      }
    },
    all: (): LeaseTimes[] => [...found.values()],
  };
}

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
