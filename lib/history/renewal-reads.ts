/** `GET /api/v1/renewals` of a Lease: its minutes, packed or not, as at most so many buckets. Epoch ms. */
import type { Kysely } from 'kysely';
import type { RenewalBucket } from '../view/renewals.ts';
import type { LeaseName } from './history.ts';
import { idIn } from './lanes-ids.ts';
import { renewalsRemovedUntil } from './removed-until.ts';
import { CHUNK_MINUTES, joinMinutes } from './renewal-pack.ts';
import { type PackedMinute, unpackMinutes } from './renewal-pack-codec.ts';
import { bucketMinutes } from './renewal-reads-buckets.ts';
import type { Database } from './schema.ts';
import { storable } from './stored.ts';

const MINUTE_MS = 60_000;

export async function renewals(
  db: Kysely<Database>,
  clusterId: number,
  lease: LeaseName,
  range: { from: number; to: number; points: number },
): Promise<RenewalBucket[]> {
  const id = await leaseId(db, clusterId, lease);
  if (id === null || range.to < range.from) return [];
  const from = Math.max(range.from, await renewalsRemovedUntil(db, clusterId));
  const minutes = await readMinutes(db, id, { from, to: range.to });
  const buckets = bucketMinutes(minutes, range);
  const ids = new Set(buckets.map(({ holder_id }) => holder_id).filter((holder) => holder !== null));
  const holders = await readIdentities(db, ids);
  return buckets.map(({ holder_id, ...bucket }) => ({
    ...bucket,
    holder: holder_id === null ? null : (holders.get(holder_id) ?? null),
  }));
}

async function readIdentities(db: Kysely<Database>, ids: ReadonlySet<number>): Promise<Map<number, string>> {
  if (ids.size === 0) return new Map();
  const rows = await db
    .selectFrom('holder')
    .select(['id', 'identity'])
    .where(idIn('id', [...ids]))
    .execute();
  return new Map(rows.map(({ id, identity }) => [id, identity]));
}

export async function leaseId(
  db: Kysely<Database>,
  clusterId: number,
  { namespace, name }: LeaseName,
): Promise<number | null> {
  const row = await db
    .selectFrom('lease')
    .select('id')
    .where('cluster_id', '=', clusterId)
    .where('namespace', '=', storable(namespace))
    .where('name', '=', storable(name))
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * All minutes that touch the range, in parts that follow each other, each in order; they are unpacked as they are asked
 * for. Not to be asked of what is removed: some is still there, packed with what is kept, and whom it names may be somebody else by now.
 */
export async function readMinutes(
  db: Kysely<Database>,
  id: number,
  range: { from: number; to: number },
): Promise<Iterable<readonly PackedMinute[]>> {
  const first = Math.floor(range.from / MINUTE_MS);
  const last = Math.floor(range.to / MINUTE_MS);
  // First those: what is packed meanwhile is then in both, and in none the other way round.
  const loose = await db
    .selectFrom('renewal_minute')
    .select(['minute', 'count', 'max_gap_ms', 'offset_lower_ms', 'offset_upper_ms', 'holder_id'])
    .where('lease_id', '=', id)
    .where('minute', '>=', first)
    .where('minute', '<=', last)
    .orderBy('minute')
    .execute();
  const chunks = await db
    .selectFrom('renewal_chunk')
    .select(['from_minute', 'data'])
    .where('lease_id', '=', id)
    .where('from_minute', '>', first - CHUNK_MINUTES)
    .where('from_minute', '<=', last)
    .orderBy('from_minute')
    .execute();
  const unpacked = ({ from_minute, data }: (typeof chunks)[number]): PackedMinute[] => {
    const all = unpackMinutes(from_minute, data);
    const isInside = from_minute >= first && (all.at(-1)?.minute ?? first) <= last;
    return isInside ? all : all.filter(({ minute }) => minute >= first && minute <= last);
  };
  const lastChunk = chunks.at(-1);
  const lastPacked =
    lastChunk === undefined
      ? Number.NEGATIVE_INFINITY
      : (unpackMinutes(lastChunk.from_minute, lastChunk.data).at(-1)?.minute ?? lastChunk.from_minute);
  // Only a minute that came late can be in both.
  if ((loose[0]?.minute ?? Number.POSITIVE_INFINITY) <= lastPacked)
    return [joinMinutes(chunks.flatMap(unpacked), loose)];
  return (function* () {
    for (const chunk of chunks) yield unpacked(chunk);
    yield loose;
  })();
}
