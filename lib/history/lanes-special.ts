/** Handovers that take more to draw than a line of text: not all of them was seen, or nobody followed. */
import { type Kysely, sql } from 'kysely';
import { emptyBetween, endingOf } from '../lease/ending.ts';
import type { Evidence } from '../lease/handover.ts';
import { addEntry, type Entries, type Entry, entryAt, type Special } from './lanes-entry.ts';
import { idTable } from './lanes-ids.ts';
import type { Database } from './schema.ts';

type Row = {
  lease_id: number;
  at: number;
  to_id: number | null;
  cause: Entry['cause'];
  vacant_ms: number | null;
  transitions_delta: number | null;
  evidence: string;
};

const EMPTY_BY = '%"emptyBy":%';
const BETWEEN = '%"betweenFrom":%';

/** By Lease, oldest first; not where the unwatched time is shorter than a point and nothing else is known. */
export async function readSpecials(
  db: Kysely<Database>,
  ids: readonly number[],
  range: { from: number; to: number },
  pointMs: number,
): Promise<Map<number, Entry[]>> {
  const { rows } = await specials(db, ids, range, pointMs).execute(db);
  const found = new Map<number, Entry[]>();
  for (const row of rows) {
    const own = found.get(row.lease_id) ?? [];
    own.push(specialOf(row));
    found.set(row.lease_id, own);
  }
  return found;
}

/**
 * Each part has an index that holds nothing else: a lane may have changed hands a hundred thousand times. The cross join
 * has SQLite begin with the lanes, whatever it has counted.
 */
export function specials(
  db: Kysely<Database>,
  ids: readonly number[],
  range: { from: number; to: number },
  pointMs: number,
) {
  const columns = sql.raw(
    'lease_id, at, handover.id as id, to_id, cause, vacant_ms, transitions_delta, evidence',
  );
  const some = sql`select ${columns} from ${idTable(db, 'asked', ids)}
    cross join handover where lease_id = asked.id and at >= ${range.from} and at <= ${range.to}`;
  return sql<Row>`
    ${some} and cause = 'unseen' and to_id is not null
      and (unwatched_to - unwatched_from >= ${pointMs} or evidence like ${EMPTY_BY}
        or (evidence like ${BETWEEN} and (silent_ms is null or silent_ms >= ${pointMs}))
        or (evidence like ${'%"endedAt":%'} and evidence not like ${'%"endedAt":null%'}))
    union all
    ${some} and cause in ('release', 'deleted', 'recreated') and to_id is not null and vacant_ms is null
      and evidence like ${EMPTY_BY}
    union all
    ${some} and to_id is null
    order by at, id`;
}

function specialOf(row: Row): Entry {
  const { at } = row;
  const closed = row.to_id !== null;
  return {
    first: at,
    last: at,
    count: closed ? 1 : 0,
    weight: !closed ? 0 : row.cause === 'unseen' ? Math.max(1, row.transitions_delta ?? 1) : 1,
    to: row.to_id,
    by: null,
    vacantMs: row.vacant_ms,
    cause: row.cause,
    ...aboutOf({ at, to: row.to_id, evidence: row.evidence }),
  };
}

type Told = { at: number; to: number | null; evidence: string };

/** What more than a line of text says of it. */
export function aboutOf({ at, to, evidence }: Told): Special {
  const told = { at, to, vacantMs: null, evidence: JSON.parse(evidence) as Evidence };
  const { unseen, endedAt } = endingOf(told);
  return {
    unwatched: unseen === null ? null : { from: unseen.from, to: unseen.to },
    empty: emptyBetween(told),
    endedAt,
  };
}

/** Adds to the handovers what they lack, and puts those that nobody followed in their places. */
export function withSpecials(entries: Entries, specials: readonly Entry[], into: Entries): void {
  let next = 0;
  for (let index = 0; index < entries.length; index++) {
    const entry = entryAt(entries, index);
    for (; next < specials.length && (specials[next]?.first ?? 0) < entry.first; next++) {
      const special = specials[next];
      // Of those that somebody took over, each is among the handovers: a sum tells of the first one only.
      if (special !== undefined && special.to === null) addEntry(into, special);
    }
    const about = specials.slice(next).find(({ first, to }) => first === entry.first && to !== null);
    const { unwatched, empty, endedAt } = about ?? entry;
    addEntry(into, { ...entry, unwatched, empty, endedAt });
    // What nobody followed inside an hour of several cannot be told apart; what did at its end lasts on.
    for (; next < specials.length && (specials[next]?.first ?? 0) <= entry.last; next++) {
      const special = specials[next];
      if (special !== undefined && special.to === null && special.first === entry.last)
        addEntry(into, special);
    }
  }
  for (const special of specials.slice(next)) if (special.to === null) addEntry(into, special);
}
