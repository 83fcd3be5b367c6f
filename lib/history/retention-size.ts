/** From when on things are kept of a store that is too large. */
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './cluster-lock.ts';
import { CHUNK_MINUTES } from './renewal-pack.ts';
import type { Database } from './schema.ts';
import { storeBytes } from './store-bytes.ts';
import { HOUR_MS } from './stored.ts';

/** Of renewals so much is kept as long as handovers can make room: the charts of the last day. */
const RENEWAL_FLOOR_HOURS = 24;

/** Of one cluster, the first hours that are kept. */
type Cutoff = { clusterId: number; handovers: number; renewals: number };
const NONE = Number.NEGATIVE_INFINITY;

/**
 * The first hour that is kept so that less is; an hour a time, of packed renewals as many as are packed together, and
 * never the present one. Renewals go first, down to the last day of them: they are most of what is kept, and handovers
 * tell more of what is long over. A file is measured as a whole, also by what is left in it of a cluster that nobody
 * watches any more: of all that goes which is oldest.
 */
export async function sizeCutoff(
  db: Kysely<Database>,
  clusterId: number,
  maxBytes: number,
  now: number,
): Promise<Cutoff> {
  const nothing = { clusterId, handovers: NONE, renewals: NONE };
  if ((await storeBytes(db, clusterId)) <= maxBytes) return nothing;
  const leases = sql`select id from lease where cluster_id = cluster.id`;
  const { rows } = await sql<{ id: number; handover: number | null; renewal: number | null }>`select id,
    (select min(at) from handover where cluster_id = cluster.id) as handover,
    (select min(at) from (
      select min(minute) * 60000 as at from renewal_minute where lease_id in (${leases})
      union all select (min(from_minute) + ${sql.lit(CHUNK_MINUTES - 1)}) * 60000 from renewal_chunk
        where lease_id in (${leases})) as either) as renewal
    from cluster ${isPostgres(db) ? sql`where id = ${clusterId}` : sql``}`.execute(db);
  const present = Math.floor(now / HOUR_MS);
  const oldest = (atOf: (row: (typeof rows)[number]) => number | null): { id: number; after: number } =>
    rows
      .map((row) => ({ id: row.id, after: Math.floor((atOf(row) ?? now) / HOUR_MS) + 1 }))
      .reduce((a, b) => (b.after < a.after ? b : a), { id: clusterId, after: present + 1 });
  const renewal = oldest((row) => row.renewal);
  if (renewal.after <= present - RENEWAL_FLOOR_HOURS)
    return { clusterId: renewal.id, handovers: NONE, renewals: renewal.after };
  const either = oldest((row) => Math.min(row.handover ?? now, row.renewal ?? now));
  if (either.after > present) return nothing;
  return { clusterId: either.id, handovers: either.after, renewals: either.after };
}
