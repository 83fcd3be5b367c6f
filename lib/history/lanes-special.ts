/** Handovers that take more to draw than a line of text: of unwatched time, and those that nobody followed. */
import { type Kysely, sql } from 'kysely';
import type { Entry } from './lanes-entry.ts';
import { idIn } from './lanes-ids.ts';
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

/** By Lease, oldest first. */
export async function readSpecials(
  db: Kysely<Database>,
  ids: readonly number[],
  range: { from: number; to: number },
): Promise<Map<number, Entry[]>> {
  const columns = sql.raw(
    'lease_id, at, id, to_id, cause, vacant_ms, transitions_delta, unwatched_from, unwatched_to, evidence',
  );
  const where = sql`${idIn('lease_id', ids)} and at >= ${range.from} and at <= ${range.to}`;
  const { rows } = await sql<Row>`
    select ${columns} from handover where ${where} and cause = 'unseen' and to_id is not null
    union all
    select ${columns} from handover where ${where} and to_id is null
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
  const { at, unwatched_from, unwatched_to } = row;
  const closed = row.to_id !== null;
  return {
    first: at,
    last: at,
    count: closed ? 1 : 0,
    weight: !closed ? 0 : row.cause === 'unseen' ? Math.max(1, row.transitions_delta ?? 1) : 1,
    to: row.to_id,
    vacantMs: row.vacant_ms,
    cause: row.cause,
    unwatched:
      unwatched_from === null || unwatched_to === null ? null : { from: unwatched_from, to: unwatched_to },
    endedAt: endedAt(row.evidence),
  };
}

/** When a release was seen whose takeover was not. */
export function endedAt(evidence: string): number | null {
  const at = /"endedAt":(\d+)/.exec(evidence)?.[1];
  return at === undefined ? null : Number(at);
}

/** Puts them in their places; where sums hold one already, it only adds what the sum lacks. */
export function withSpecials(entries: readonly Entry[], specials: readonly Entry[]): Entry[] {
  const merged: Entry[] = [];
  let next = 0;
  for (const entry of entries) {
    while (next < specials.length && (specials[next]?.first ?? 0) < entry.first) {
      const special = specials[next++];
      if (special !== undefined) merged.push(special);
    }
    const inside: Entry[] = [];
    while (next < specials.length && (specials[next]?.first ?? 0) <= entry.last) {
      const special = specials[next++];
      if (special !== undefined) inside.push(special);
    }
    merged.push(...joined(entry, inside));
  }
  return merged.concat(specials.slice(next));
}

function joined(entry: Entry, inside: readonly Entry[]): Entry[] {
  const [first] = inside;
  if (first === undefined) return [entry];
  if (!isSum(entry, inside)) return [entry, ...inside];
  // An hour of several: what is inside cannot be told apart, what is before it can.
  if (entry.count > 1)
    return first.first === entry.first ? [{ ...entry, unwatched: first.unwatched }] : [entry];
  return [...inside];
}

/** Read one by one, entries hold no special one: one at the same ms is another handover. */
function isSum(entry: Entry, inside: readonly Entry[]): boolean {
  return entry.count > 1 || (entry.cause === 'unseen' && inside.some(({ to }) => to !== null));
}
