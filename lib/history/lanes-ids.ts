/** A condition on many ids. */
import { sql } from 'kysely';

/** Ids are ours and whole numbers; written out, there may be more of them than a database takes parameters. */
export function idIn(column: string, ids: readonly number[]) {
  const list = ids.length === 0 ? 'null' : ids.map((id) => Math.trunc(id)).join(',');
  return sql<boolean>`${sql.ref(column)} in (${sql.raw(list)})`;
}
