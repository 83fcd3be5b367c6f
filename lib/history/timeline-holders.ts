/** Names and nodes of many holders at once. */
import { type Kysely, sql } from 'kysely';
import { idIn } from './lanes-ids.ts';
import type { Database } from './schema.ts';

export type NamedHolder = { identity: string; node: string | null };

/** No identity of Kubernetes holds these; one that does loses them. */
const FIELD = '\u0001';
const RECORD = '\u0002';

/** In one row of text: a month of 200 lanes has many thousands of holders. */
export async function readHolders(
  db: Kysely<Database>,
  ids: ReadonlySet<number>,
): Promise<Map<number, NamedHolder>> {
  const found = new Map<number, NamedHolder>();
  if (ids.size === 0) return found;
  const clean = (column: string) =>
    sql`replace(replace(coalesce(${sql.ref(column)}, ''), cast(${FIELD} as text), ''), cast(${RECORD} as text), '')`;
  const { rows } = await sql<{ holders: string | null }>`
    select string_agg(cast(id as text) || cast(${FIELD} as text) || ${clean('identity')}
      || cast(${FIELD} as text) || ${clean('node')}, cast(${RECORD} as text)) as holders
    from holder where ${idIn('id', [...ids])}`.execute(db);
  for (const record of (rows[0]?.holders ?? '').split(RECORD)) {
    const [id, identity, node] = record.split(FIELD);
    if (identity === undefined) continue;
    found.set(Number(id), { identity, node: node === undefined || node === '' ? null : node });
  }
  return found;
}
