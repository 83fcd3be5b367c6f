/**
 * Of which namespace an alert is, so that who sees some namespaces is not kept waiting for how many alerts others have.
 * Those that are kept already have none, as those about no single Lease: they are read for all, and looked at then.
 */
import { type ColumnDataType, type Expression, type Kysely, PostgresAdapter, sql } from 'kysely';

export async function alertNamespaces<T>(db: Kysely<T>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const text: ColumnDataType | Expression<unknown> = postgres ? sql`text collate "C"` : 'text';
  await db.schema
    .alterTable('alert')
    .addColumn('namespace', text, (it) => it.notNull().defaultTo(''))
    .execute();
  await db.schema.createIndex('alert_namespace').on('alert').columns(['cluster_id', 'namespace']).execute();
}
