/**
 * The handovers that the lanes of one page are drawn from. Each lane comes as one row of text: of its handovers
 * themselves where there is room for them, else of hourly sums, and of the handovers at the ragged ends.
 */
import { type Kysely, sql } from 'kysely';
import type { HandoverCause } from '../lease/handover.ts';
import type { Following } from './lanes-draw.ts';
import {
  clearEntries,
  createEntries,
  DAY_MS,
  type Entries,
  type Entry,
  HOUR_MS,
  parseEntries,
} from './lanes-entry.ts';
import { idIn, idTable } from './lanes-ids.ts';
import { aboutOf, readSpecials, withSpecials } from './lanes-special.ts';
import type { Database } from './schema.ts';

type Range = { from: number; to: number };
/** Of what it tells, what lies inside from … to counts. */
type LaneText = { text: string; base: number } & Range;

export type LaneHandovers = {
  /** Handovers and sums as text, in order, each after its base. */
  texts: LaneText[];
  specials: Entry[];
  /**
   * Who held it when the range began; or else (not `happened`) who is said to have held it before the first handover
   * after.
   */
  before: { holder: number | null; happened: boolean } | null;
  following: Following | null;
};

/** Handovers that one page reads one by one: what is more comes as sums. */
const MOST_ROWS = 10_000;
/** At points of half an hour and more, sums say as much as rows do. */
const SUMS_FROM_POINT_MS = HOUR_MS / 2;
/** What `brief` sums leave of a busy day. */
const BRIEF_SPANS_A_DAY = 4;
/** No holder has this id. */
const NOBODY = sql.lit(0);

export async function readHandovers(
  db: Kysely<Database>,
  ids: readonly number[],
  range: Range,
  pointMs: number,
  { mostRows = MOST_ROWS, mostSpans = Number.POSITIVE_INFINITY } = {},
): Promise<Map<number, LaneHandovers>> {
  const found = new Map<number, LaneHandovers>();
  for (const id of ids) found.set(id, { texts: [], specials: [], before: null, following: null });
  if (ids.length === 0) return found;
  const full = { from: Math.ceil(range.from / HOUR_MS), to: Math.floor((range.to + 1) / HOUR_MS) };
  const hasHours = full.to > full.from;
  const summed = hasHours ? await summedLanes(db, ids, range, pointMs, mostRows) : new Set<number>();
  const rows = ids.filter((id) => !summed.has(id));
  const sums = [...summed];
  // Where a lane has no room for its busy hours they are not read one by one.
  const brief = mostSpans < ((full.to - full.from) / 24) * BRIEF_SPANS_A_DAY;
  // At once: PostgreSQL answers them on several connections.
  const [texts, specials, neighbours] = await Promise.all([
    Promise.all([
      readTexts(db, rows, [rowsIn(range)]),
      readTexts(db, sums, [
        rowsIn({ from: range.from, to: full.from * HOUR_MS - 1 }),
        sumsIn(full, brief),
        rowsIn({ from: full.to * HOUR_MS, to: range.to }),
      ]),
    ]),
    readSpecials(db, ids, range, pointMs),
    readNeighbours(db, ids, range),
  ]);
  for (const { lease_id, texts: own } of texts.flat()) found.get(lease_id)?.texts.push(...own);
  for (const [id, lane] of found) {
    lane.specials = specials.get(id) ?? [];
    Object.assign(lane, neighbours.get(id));
  }
  return found;
}

/** The lanes with the most handovers, until the rest is few enough to be read one by one. */
async function summedLanes(
  db: Kysely<Database>,
  ids: readonly number[],
  range: Range,
  pointMs: number,
  mostRows: number,
): Promise<Set<number>> {
  if (pointMs >= SUMS_FROM_POINT_MS) return new Set(ids);
  const counts = await db
    .selectFrom('handover_day')
    .select(({ fn }) => ['lease_id', fn.sum<number>('count').as('count')])
    .where(idIn('lease_id', ids))
    .where('day', '>=', Math.floor(range.from / DAY_MS))
    .where('day', '<=', Math.floor(range.to / DAY_MS))
    .groupBy('lease_id')
    .execute();
  const summed = new Set<number>();
  let total = counts.reduce((sum, { count }) => sum + Number(count), 0);
  for (const { lease_id, count } of counts.sort((a, b) => Number(b.count) - Number(a.count))) {
    if (total <= mostRows) break;
    summed.add(lease_id);
    total -= Number(count);
  }
  return summed;
}

type LaneQuery = { text: ReturnType<typeof sql>; about: Omit<LaneText, 'text'> };

/** Handovers one by one. */
function rowsIn(range: Range): LaneQuery {
  const base = sql`cast(${range.from} as bigint)`;
  return {
    text: sql`select string_agg(
        cast(at - ${base} as text) || ',,,'
        || case when cause = 'unseen' and transitions_delta > 1 then cast(transitions_delta as text) else '' end
        || ',' || cast(to_id as text) || ',' || case when vacant_ms is null then '' else cast(vacant_ms as text) end
        || ',' || substr(cause, 1, 3) || ';', '' order by at, id)
      from handover
      where lease_id = lease.id and at >= ${range.from} and at <= ${range.to} and to_id is not null`,
    about: { base: range.from, ...range },
  };
}

/** Sums of the hours from … to (epoch ms / 3,600,000, the last one left out). */
function sumsIn(hours: Range, brief: boolean): LaneQuery {
  const data = brief ? sql`coalesce(brief, data)` : sql`data`;
  return {
    // In the order of its key: ordered by the aggregate, PostgreSQL would sort them for each Lease.
    text: sql`select string_agg(day_text, '') from (
      select cast(day as text) || ':' || ${data} as day_text from handover_day
      where lease_id = lease.id and day >= ${Math.floor(hours.from / 24)} and day <= ${Math.floor((hours.to - 1) / 24)}
      order by day) days`,
    about: { base: 0, from: hours.from * HOUR_MS, to: hours.to * HOUR_MS - 1 },
  };
}

/** A row a Lease: sorted one by one, none of them is too large for a database to sort in memory. */
async function readTexts(
  db: Kysely<Database>,
  ids: readonly number[],
  queries: readonly LaneQuery[],
): Promise<{ lease_id: number; texts: LaneText[] }[]> {
  const asked = queries.filter(({ about }) => about.to >= about.from);
  if (ids.length === 0 || asked.length === 0) return [];
  const columns = sql.join(asked.map(({ text }, index) => sql`(${text}) as ${sql.ref(`text${index}`)}`));
  const { rows } = await sql<{ lease_id: number } & Record<`text${number}`, string | null>>`
    select id as lease_id, ${columns} from ${idTable(db, 'lease', ids)}`.execute(db);
  return rows.map((row) => ({
    lease_id: row.lease_id,
    texts: asked.flatMap(({ about }, index) => {
      const text = row[`text${index}`] ?? null;
      return text === null ? [] : [{ text, ...about }];
    }),
  }));
}

/**
 * The last handover before the range, or else the first one from its beginning on, told as a negative number and looked
 * for only then; and the first one after its end.
 */
async function readNeighbours(
  db: Kysely<Database>,
  ids: readonly number[],
  range: Range,
): Promise<Map<number, Pick<LaneHandovers, 'before' | 'following'>>> {
  const { rows } = await sql<{
    lease_id: number;
    neighbour: number | null;
    after_at: number | null;
    after_vacant: number | null;
    after_cause: HandoverCause | null;
    after_to: number | null;
    after_evidence: string | null;
  }>`
    select l.id as lease_id,
      coalesce(
        (select coalesce(to_id, ${NOBODY}) from handover where lease_id = l.id and at < ${range.from}
          order by at desc, id desc limit 1),
        (select -1 - coalesce(from_id, ${NOBODY}) from handover where lease_id = l.id and at >= ${range.from}
          order by at, id limit 1)) as neighbour,
      f.at as after_at, f.vacant_ms as after_vacant, f.cause as after_cause,
      f.to_id as after_to, f.evidence as after_evidence
    from ${idTable(db, 'l', ids)}
    left join handover f on f.id = (select id from handover where lease_id = l.id and at > ${range.to}
      order by at, id limit 1)`.execute(db);
  return new Map(
    rows.map((row) => {
      const { after_at: first, after_cause: cause, after_vacant: vacantMs, after_evidence: evidence } = row;
      const { neighbour } = row;
      const before =
        neighbour === null
          ? null
          : neighbour >= 0
            ? { holder: neighbour || null, happened: true }
            : { holder: -1 - neighbour || null, happened: false };
      const about =
        first === null || evidence === null ? null : aboutOf({ at: first, to: row.after_to, evidence });
      const following =
        first === null || cause === null || about === null
          ? null
          : {
              first,
              vacantMs,
              cause,
              ...about,
              endedAt: cause === 'unseen' ? about.endedAt : null,
            };
      return [row.lease_id, { before, following }];
    }),
  );
}

/** Used again for each lane: what it answers is of the lane that was asked last. */
export function createEntryReader(): (lane: LaneHandovers) => Entries {
  const plain = createEntries();
  const whole = createEntries();
  return ({ texts, specials }) => {
    clearEntries(plain);
    for (const { text, base, from, to } of texts) parseEntries(text, base, from, to, plain);
    if (specials.length === 0) return plain;
    clearEntries(whole);
    withSpecials(plain, specials, whole);
    return whole;
  };
}
