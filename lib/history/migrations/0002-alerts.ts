/** Alerts, what silences them and what was told of them. Column types are those of the first tables. */
import { type ColumnDataType, type Expression, type Kysely, PostgresAdapter, sql } from 'kysely';

type Columns = Record<string, 'number' | 'number!' | 'text' | 'text!'>;

export async function alertTables<T>(db: Kysely<T>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const number: ColumnDataType = postgres ? 'bigint' : 'integer';
  const text: ColumnDataType | Expression<unknown> = postgres ? sql`text collate "C"` : 'text';

  const table = async (name: string, key: string[], columns: Columns): Promise<void> => {
    let builder = db.schema.createTable(name);
    for (const [column, type] of Object.entries(columns)) {
      const kind = type.startsWith('number') ? number : text;
      builder = builder.addColumn(column, kind, (it) => (type.endsWith('!') ? it.notNull() : it));
    }
    await builder.addPrimaryKeyConstraint(`${name}_key`, key as never[]).execute();
  };

  await table('alert', ['cluster_id', 'id'], {
    cluster_id: 'number!',
    id: 'text!',
    fingerprint: 'text!',
    state: 'text!',
    since: 'number!',
    began_at: 'number!',
    seen_at: 'number!',
    severity_at: 'number!',
    missing_since: 'number',
    fired_at: 'number',
    resolved_at: 'number',
    root_id: 'text',
    silenced_by: 'text',
    same_as: 'text',
    finding: 'text!',
  });
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('alert').columns(columns).execute();
  await index('alert_resolved', ['cluster_id', 'resolved_at', 'id']);
  await index('alert_fingerprint', ['cluster_id', 'fingerprint', 'began_at']);
  await table('alert_silence', ['cluster_id', 'id'], {
    cluster_id: 'number!',
    id: 'text!',
    from_at: 'number!',
    until_at: 'number!',
    author: 'text!',
    comment: 'text!',
    matchers: 'text!',
  });
  await table('delivery', ['cluster_id', 'receiver', 'alert_id'], {
    cluster_id: 'number!',
    receiver: 'text!',
    alert_id: 'text!',
    told: 'text!',
    severity: 'text!',
    at: 'number!',
  });
}
