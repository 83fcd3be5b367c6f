/** Packs minutes that nobody writes any more into chunks of six hours, a small transaction each. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lockCluster } from './cluster-lock.ts';
import { type PackedMinute, packMinutes, unpackMinutes } from './renewal-pack-codec.ts';
import type { Database } from './schema.ts';

/** Of one chunk, which begins at a multiple of it. */
export const CHUNK_MINUTES = 360;
/** A chunk is packed this long after its end: what is late by more is added to it then. */
const SLACK_MINUTES = 60;
const MINUTE_MS = 60_000;
const MOST_CHUNKS = 50;

/** At most 50 chunks; answers how many, so 0 when nothing is left to do. `now`: epoch ms. */
export async function packRenewals(
  db: Kysely<Database>,
  clusterId: number,
  now: number,
  most = MOST_CHUNKS,
): Promise<number> {
  const ripe = Math.floor((now / MINUTE_MS - SLACK_MINUTES) / CHUNK_MINUTES) * CHUNK_MINUTES;
  const { rows } = await sql<{ lease_id: number; first: number }>`
    select lease_id, first from (
      select lease.id as lease_id,
        (select min(minute) from renewal_minute where renewal_minute.lease_id = lease.id) as first
      from lease where lease.cluster_id = ${clusterId}
    ) oldest where first < ${ripe} order by first limit ${most}`.execute(db);
  for (const { lease_id, first } of rows) {
    const fromMinute = Math.floor(first / CHUNK_MINUTES) * CHUNK_MINUTES;
    await db.transaction().execute(async (tx) => {
      // Nobody else packs or writes meanwhile: what is taken out here is all that goes in there.
      if ((await lockCluster(tx, clusterId)) !== null) await packChunk(tx, lease_id, fromMinute);
    });
  }
  return rows.length;
}

async function packChunk(tx: Transaction<Database>, leaseId: number, fromMinute: number): Promise<void> {
  const fresh = await tx
    .deleteFrom('renewal_minute')
    .where('lease_id', '=', leaseId)
    .where('minute', '>=', fromMinute)
    .where('minute', '<', fromMinute + CHUNK_MINUTES)
    .returning(['minute', 'count', 'max_gap_ms', 'offset_lower_ms', 'offset_upper_ms', 'holder_id'])
    .execute();
  if (fresh.length === 0) return;
  const chunk = await tx
    .selectFrom('renewal_chunk')
    .select('data')
    .where('lease_id', '=', leaseId)
    .where('from_minute', '=', fromMinute)
    .executeTakeFirst();
  const packed = chunk === undefined ? [] : unpackMinutes(fromMinute, chunk.data);
  const minutes = joinMinutes(packed, fresh);
  const row = { minutes: minutes.length, data: packMinutes(fromMinute, minutes) };
  await tx
    .insertInto('renewal_chunk')
    .values({ lease_id: leaseId, from_minute: fromMinute, ...row })
    .onConflict((conflict) => conflict.columns(['lease_id', 'from_minute']).doUpdateSet(row))
    .execute();
}

/** In order, each minute once: of two that were told, the one that counted more, with the worst gap of both. */
export function joinMinutes(a: readonly PackedMinute[], b: readonly PackedMinute[]): PackedMinute[] {
  const joined = new Map<number, PackedMinute>();
  for (const minute of [...a, ...b]) {
    const other = joined.get(minute.minute);
    const more = other === undefined || other.count < minute.count ? minute : other;
    const gaps = [minute.max_gap_ms, other?.max_gap_ms ?? null].filter((gap) => gap !== null);
    joined.set(minute.minute, { ...more, max_gap_ms: gaps.length === 0 ? null : Math.max(...gaps) });
  }
  return [...joined.values()].sort((x, y) => x.minute - y.minute);
}
