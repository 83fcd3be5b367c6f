/** Stores of a month that never was: a million handovers of 5,000 Leases, and renewals of 500. Seeded. */
import { type Kysely, sql } from 'kysely';
import { refreshDayRange } from '../../lib/history/lanes-days.ts';
import { DAY_MS, HOUR_MS } from '../../lib/history/lanes-entry.ts';
import type { Database } from '../../lib/history/schema.ts';
import { HANDOVER_COLUMNS } from '../../lib/history/write-handovers.ts';
import { recountMinutes } from '../history/recount.ts';

export const CLUSTER = 1;
export const DAYS = 30;
/** The month ends here: inside an hour and a day, as any present does. */
export const NOW = Date.UTC(2026, 9, 20, 13, 37, 21);
export const FROM = NOW - DAYS * DAY_MS;
const NAMESPACES = 10;
const REPLICAS = 3;
/** A rollout every three days gives all replicas new names. */
const ROLLOUTS = DAYS / 3;
const SEED = 20_261_020;

/** `regular`: even, and those of one Lease at equal distances, so that none are drawn as one. */
export type Spread = 'even' | 'skewed' | 'regular';
export type Load = { leases: number; handovers: number; spread: Spread };
export type BulkInsert = (
  table: string,
  columns: readonly string[],
  rows: Iterable<unknown[]>,
) => Promise<void>;

/** As many handovers as the load says, in all; skewed: the k-th Lease has a k-th of what the first has. */
export function shares({ leases, handovers, spread }: Load): number[] {
  const weights = Array.from({ length: leases }, (_, index) => (spread === 'skewed' ? 1 / (index + 1) : 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  const counts = weights.map((weight) => Math.floor((weight / sum) * handovers));
  // What rounding left over goes to the first.
  for (let left = handovers - counts.reduce((a, b) => a + b, 0), i = 0; left > 0; left--, i++) {
    counts[i % leases] = (counts[i % leases] ?? 0) + 1;
  }
  return counts;
}

/** Needs migrated, empty tables. Sums are made as the writer makes them, in one go. */
export async function fillHandovers(db: Kysely<Database>, insert: BulkInsert, load: Load): Promise<void> {
  await db
    .insertInto('cluster')
    .values({ id: CLUSTER, name: 'bench', created_at: FROM, kept_from: FROM })
    .execute();
  const counts = shares(load);
  const random = createRandom(SEED);
  await insert('lease', LEASE_COLUMNS, leaseRows(counts));
  await insert('holder', ['id', 'cluster_id', 'identity', 'node'], holderRows(counts));
  await insert('handover', HANDOVER_COLUMNS, handoverRows(counts, load.spread, random));
  await insert('watched', ['cluster_id', 'scope', 'instance', 'from_at', 'to_at'], watchedRows());
  await sql`
    insert into handover_hour (lease_id, hour, count, weight, first_at, last_at, last_to_id, vacant_ms, last_cause)
    select lease_id, hour, count(*), sum(weight), min(at), max(at), max(case when place = 1 then to_id end),
      max(vacant_ms), max(case when place = 1 then cause end)
    from (select lease_id, at / ${sql.lit(HOUR_MS)} as hour, at, to_id, cause, vacant_ms,
        case when cause = 'unseen' and transitions_delta > 1 then transitions_delta else 1 end as weight,
        row_number() over (partition by lease_id, at / ${sql.lit(HOUR_MS)} order by at desc, id desc) as place
      from handover where to_id is not null) placed
    group by lease_id, hour`.execute(db);
  await recountMinutes(db, CLUSTER);
  const ids = counts.map((_, index) => index + 1);
  await refreshDayRange(db, ids, Math.floor(FROM / DAY_MS), Math.floor(NOW / DAY_MS));
}

const LEASE_COLUMNS = [
  'id',
  'cluster_id',
  'namespace',
  'name',
  'class',
  'uid',
  'holder_id',
  'transitions',
  'duration_ms',
  'held_since_certain',
  'first_seen_at',
  'seen_at',
] as const;

/** Named by their rank, so that the first page of a skewed store is its worst. */
function* leaseRows(counts: readonly number[]): Iterable<unknown[]> {
  for (const [index, count] of counts.entries()) {
    const name = `controller-${String(index).padStart(5, '0')}`;
    const holder = holderId(index, ROLLOUTS - 1, count % REPLICAS);
    yield [
      index + 1,
      CLUSTER,
      `team-${index % NAMESPACES}`,
      name,
      'controller',
      `uid-${index}`,
      holder,
      count,
      15_000,
      1,
      FROM,
      NOW,
    ];
  }
}

function holderId(lease: number, rollout: number, replica: number): number {
  return (lease * ROLLOUTS + rollout) * REPLICAS + replica + 1;
}

function* holderRows(counts: readonly number[]): Iterable<unknown[]> {
  for (const [lease] of counts.entries()) {
    for (let rollout = 0; rollout < ROLLOUTS; rollout++) {
      for (let replica = 0; replica < REPLICAS; replica++) {
        const id = holderId(lease, rollout, replica);
        const pod = `controller-${lease}-7c9f8d6b5-${id.toString(36)}`;
        yield [
          id,
          CLUSTER,
          `${pod}_3f0c2a51-9f6e-4b1c-8f0a-${String(id).padStart(12, '0')}`,
          `node-${(lease + replica) % 40}`,
        ];
      }
    }
  }
}

/** At random times, as arrivals come, unless `regular`; in the order of time, as a writer stores them. */
function* handoverRows(counts: readonly number[], spread: Spread, random: () => number): Iterable<unknown[]> {
  const total = counts.reduce((a, b) => a + b, 0);
  const at = new Float64Array(total);
  const leaseOf = new Uint32Array(total);
  let next = 0;
  for (const [lease, count] of counts.entries()) {
    for (let n = 0; n < count; n++, next++) {
      const place = spread === 'regular' ? (n + random() / 2) / count : random();
      at[next] = Math.floor(FROM + place * (NOW - FROM));
      leaseOf[next] = lease;
    }
  }
  const order = Uint32Array.from(at.keys()).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0));
  const holders = counts.map((_, lease) => holderId(lease, 0, 0));
  const numbers = new Uint32Array(counts.length);
  for (const index of order) {
    const lease = leaseOf[index] ?? 0;
    const when = at[index] ?? FROM;
    const rollout = Math.min(ROLLOUTS - 1, Math.floor(((when - FROM) / (NOW - FROM)) * ROLLOUTS));
    numbers[lease] = (numbers[lease] ?? 0) + 1;
    const number = numbers[lease] ?? 0;
    const to = holderId(lease, rollout, number % REPLICAS);
    const kind = random();
    const cause = kind < 0.001 ? 'unseen' : kind < 0.7 ? 'release' : 'expiry';
    const vacantMs = cause === 'unseen' ? null : Math.floor(random() * 5000);
    const silentMs = cause === 'unseen' ? null : 15_000 + (vacantMs ?? 0);
    const unwatched = cause === 'unseen' ? [when - 600_000, when] : [null, null];
    const evidence =
      cause === 'unseen'
        ? `{"unwatchedFrom":${when - 600_000},"unwatchedTo":${when}}`
        : `{"renewedAt":${when - 17_000},"endedAt":${when - 2000},"usualDurationMs":15000}`;
    yield [
      CLUSTER,
      lease + 1,
      `uid-${lease}.${number}`,
      `uid-${lease}`,
      when,
      holders[lease],
      to,
      cause,
      'certain',
      silentMs,
      vacantMs,
      1,
      1,
      number,
      0,
      ...unwatched,
      evidence,
    ];
    holders[lease] = to;
  }
}

/** A restart every day and a half, ten minutes each. */
function* watchedRows(): Iterable<unknown[]> {
  const length = 36 * HOUR_MS;
  for (let from = FROM, run = 0; from < NOW; from += length, run++) {
    yield [CLUSTER, '', `run-${run}`, from, Math.min(NOW, from + length - 600_000)];
  }
}

/** mulberry32: small, seeded, good enough for a load. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
