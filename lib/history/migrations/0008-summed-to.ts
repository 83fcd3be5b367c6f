/**
 * Up to when the renewals of what was watched are written: they are by the minute, and what a kill takes along is
 * marked. Null where an earlier version watched, which did not say.
 */
import { type ColumnDataType, type Kysely, PostgresAdapter } from 'kysely';

export async function summedTo<T>(db: Kysely<T>): Promise<void> {
  const number: ColumnDataType = db.getExecutor().adapter instanceof PostgresAdapter ? 'bigint' : 'integer';
  await db.schema.alterTable('watched').addColumn('summed_to', number).execute();
}
