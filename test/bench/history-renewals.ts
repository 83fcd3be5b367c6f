/** A month of renewals, packed as the store packs them but for its last hours. Seeded. */
import type { Kysely } from 'kysely';
import { CHUNK_MINUTES } from '../../lib/history/renewal-pack.ts';
import { type PackedMinute, packMinutes } from '../../lib/history/renewal-pack-codec.ts';
import type { Database } from '../../lib/history/schema.ts';
import { type BulkInsert, CLUSTER, createRandom, DAYS, FROM, NOW } from './history-store.ts';

const MINUTE_MS = 60_000;
/** Hours that wait to be packed: one chunk and the hour that is allowed for what comes late. */
const LOOSE_MINUTES = CHUNK_MINUTES + 60;
const COLUMNS = ['minute', 'count', 'max_gap_ms', 'offset_lower_ms', 'offset_upper_ms', 'holder_id'] as const;

export async function fillRenewals(db: Kysely<Database>, insert: BulkInsert, leases: number): Promise<void> {
  await db
    .insertInto('cluster')
    .values({ id: CLUSTER, name: 'bench', created_at: FROM, kept_from: FROM })
    .execute();
  const ids = Array.from({ length: leases }, (_, index) => index + 1);
  await insert(
    'lease',
    [
      'id',
      'cluster_id',
      'namespace',
      'name',
      'class',
      'uid',
      'held_since_certain',
      'first_seen_at',
      'seen_at',
    ],
    ids.map((id) => [id, CLUSTER, 'team-0', `renewing-${id - 1}`, 'controller', `uid-${id}`, 1, FROM, NOW]),
  );
  await insert(
    'holder',
    ['id', 'cluster_id', 'identity'],
    ids.flatMap((id) => [0, 1].map((half) => [2 * id + half, CLUSTER, `controller-${id}-${half}_3f0c2a51`])),
  );
  const first = Math.floor(FROM / MINUTE_MS / CHUNK_MINUTES) * CHUNK_MINUTES;
  const last = Math.floor(NOW / MINUTE_MS);
  const loose = Math.floor((last - LOOSE_MINUTES) / CHUNK_MINUTES + 1) * CHUNK_MINUTES;
  const random = createRandom(11);
  await insert(
    'renewal_chunk',
    ['lease_id', 'from_minute', 'minutes', 'data'],
    chunks(ids, first, loose, random),
  );
  await insert('renewal_minute', ['lease_id', ...COLUMNS], looseRows(ids, loose, last, random));
}

function* chunks(
  ids: readonly number[],
  first: number,
  loose: number,
  random: () => number,
): Iterable<unknown[]> {
  for (let from = first; from < loose; from += CHUNK_MINUTES) {
    for (const id of ids) {
      const minutes = Array.from({ length: CHUNK_MINUTES }, (_, index) => renewed(id, from + index, random));
      yield [id, from, CHUNK_MINUTES, packMinutes(from, minutes)];
    }
  }
}

function* looseRows(
  ids: readonly number[],
  from: number,
  to: number,
  random: () => number,
): Iterable<unknown[]> {
  for (let minute = from; minute <= to; minute++) {
    for (const id of ids) {
      const row = renewed(id, minute, random);
      yield [id, ...COLUMNS.map((name) => row[name])];
    }
  }
}

/** Every 2 s and a round trip, some of them slow; bounds as 30 renewals a minute leave them. */
function renewed(id: number, minute: number, random: () => number): PackedMinute {
  const slow = random() < 0.02 ? random() * 3000 : 0;
  const offset = ((id * 37) % 400) - 200;
  return {
    minute,
    count: random() < 0.3 ? 30 : 29,
    max_gap_ms: Math.round(2010 + random() * 60 + slow),
    offset_lower_ms: Math.round(offset - 10 - random() * 60),
    offset_upper_ms: Math.round(offset + 55 + random() * 60),
    holder_id: 2 * id + (minute < (FROM + (DAYS / 2) * 86_400_000) / MINUTE_MS ? 0 : 1),
  };
}
