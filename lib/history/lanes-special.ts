/** Handovers that take more to draw than a line of text: not all of them was seen, or nobody followed. */
import { type Kysely, sql } from 'kysely';
import type { Stretch } from './blind-stretches.ts';
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
  unwatched_from: number | null;
  unwatched_to: number | null;
  evidence: string;
};

const EMPTY_BY = '%"emptyBy":%';

/** By Lease, oldest first; not where the unwatched time is shorter than a point and nothing else is known. */
export async function readSpecials(
  db: Kysely<Database>,
  ids: readonly number[],
  range: { from: number; to: number },
  pointMs: number,
): Promise<Map<number, Entry[]>> {
  const columns = sql.raw(
    'lease_id, at, handover.id as id, to_id, cause, vacant_ms, transitions_delta, unwatched_from, unwatched_to, evidence',
  );
  const some = sql`select ${columns} from ${idTable(db, 'asked', ids)}
    join handover on lease_id = asked.id and at >= ${range.from} and at <= ${range.to}`;
  const { rows } = await sql<Row>`
    ${some} and cause = 'unseen' and to_id is not null
      and (unwatched_to - unwatched_from >= ${pointMs} or evidence like ${EMPTY_BY}
        or (evidence like ${'%"endedAt":%'} and evidence not like ${'%"endedAt":null%'}))
    union all
    ${some} and cause in ('release', 'deleted', 'recreated') and to_id is not null and vacant_ms is null
      and evidence like ${EMPTY_BY}
    union all
    ${some} and to_id is null
    order by at, id`.execute(db);
  const found = new Map<number, Entry[]>();
  for (const row of rows) {
    const own = found.get(row.lease_id) ?? [];
    own.push(specialOf(row));
    found.set(row.lease_id, own);
  }
  return found;
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
    vacantMs: row.vacant_ms,
    cause: row.cause,
    ...aboutOf(row),
  };
}

type Told = Pick<Row, 'at' | 'unwatched_from' | 'unwatched_to' | 'evidence'>;

/** What more than a line of text says of it. */
export function aboutOf(row: Told): Special {
  const unwatched = unseenIn(row);
  const from = timeIn(row.evidence, 'emptyFrom');
  const to = timeIn(row.evidence, 'emptyUntil');
  const isWithin =
    unwatched !== null &&
    from !== null &&
    to !== null &&
    from >= unwatched.from &&
    to <= Math.min(unwatched.to, row.at);
  return {
    unwatched,
    empty: isWithin ? { from, to } : null,
    endedAt: timeIn(row.evidence, 'endedAt'),
  };
}

/** Within it who held the Lease is not known; what was found empty was so by then, and until it was seen to be taken. */
function unseenIn({ at, unwatched_from, unwatched_to, evidence }: Told): Stretch | null {
  const emptyBy = timeIn(evidence, 'emptyBy');
  const watched =
    unwatched_from === null || unwatched_to === null ? null : { from: unwatched_from, to: unwatched_to };
  // Taken in what nobody watched: it may have been taken, and let go, before.
  if (emptyBy === null || (watched !== null && at <= watched.to)) return watched;
  const from = watched?.from ?? timeIn(evidence, 'renewedAt') ?? emptyBy;
  return { from: Math.min(from, emptyBy), to: emptyBy };
}

/** A time that was kept with a handover. */
function timeIn(
  evidence: string,
  name: 'emptyBy' | 'emptyFrom' | 'emptyUntil' | 'endedAt' | 'renewedAt',
): number | null {
  const at = new RegExp(`"${name}":(\\d+)`).exec(evidence)?.[1];
  return at === undefined ? null : Number(at);
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
