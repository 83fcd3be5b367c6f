/** Many ids in one query: as a condition, and as what it goes through. */
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './cluster-lock.ts';
import type { Database } from './schema.ts';

/** Ids are ours and whole numbers; written out, there may be more of them than a database takes parameters. */
export function idIn(column: string, ids: readonly number[]) {
  const list = ids.length === 0 ? 'null' : ids.map((id) => Math.trunc(id)).join(',');
  return sql<boolean>`${sql.ref(column)} in (${sql.raw(list)})`;
}

/** A table of these ids with the one column `id`: PostgreSQL plans a long list for longer than it takes to answer. */
export function idTable(db: Kysely<Database>, name: string, ids: readonly number[]) {
  const list = ids.map((id) => Math.trunc(id)).join(',');
  return isPostgres(db)
    ? sql`unnest(cast(${`{${list}}`} as bigint[])) as ${sql.ref(name)} (id)`
    : sql`(select value as id from json_each(${`[${list}]`})) as ${sql.ref(name)}`;
}
