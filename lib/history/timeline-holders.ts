/** Names and nodes of many holders at once. */
import { type Kysely, sql } from 'kysely';
import { idIn } from './lanes-ids.ts';
import type { Database } from './schema.ts';

export type NamedHolder = { identity: string; node: string | null };

/** No identity of Kubernetes holds these; one that does loses them. */
const FIELD = '\u0001';
const RECORD = '\u0002';

type Columns = { identity: ReturnType<typeof sql>; node: ReturnType<typeof sql> };

/** In one row of text: a month of 200 lanes has many thousands of holders. */
export async function readHolders(
  db: Kysely<Database>,
  ids: ReadonlySet<number>,
): Promise<Map<number, NamedHolder>> {
  if (ids.size === 0) return new Map();
  const asTheyAre = { identity: sql`identity`, node: sql`coalesce(node, '')` };
  // To look for them in each text takes as long as to read them all.
  const cleaned = { identity: without(sql`identity`), node: without(sql`coalesce(node, '')`) };
  return (await readText(db, ids, asTheyAre)) ?? (await readText(db, ids, cleaned)) ?? new Map();
}

function without(text: ReturnType<typeof sql>) {
  return sql`replace(replace(${text}, cast(${FIELD} as text), ''), cast(${RECORD} as text), '')`;
}

/** Null where a text holds what divides them: then there are more records than rows, or more fields than three. */
async function readText(
  db: Kysely<Database>,
  ids: ReadonlySet<number>,
  { identity, node }: Columns,
): Promise<Map<number, NamedHolder> | null> {
  const { rows } = await sql<{ count: number; holders: string | null }>`
    select count(*) as count, string_agg(cast(id as text) || cast(${FIELD} as text) || ${identity}
      || cast(${FIELD} as text) || ${node}, cast(${RECORD} as text)) as holders
    from holder where ${idIn('id', [...ids])}`.execute(db);
  const found = new Map<number, NamedHolder>();
  const text = rows[0]?.holders ?? '';
  if (text === '') return found;
  const records = text.split(RECORD);
  if (records.length !== Number(rows[0]?.count)) return null;
  for (const record of records) {
    const [id, identity = '', node = '', ...more] = record.split(FIELD);
    if (more.length > 0) return null;
    found.set(Number(id), { identity, node: node === '' ? null : node });
  }
  return found;
}
