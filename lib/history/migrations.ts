/** Brings the tables to what this version knows: forward only, each step in a transaction. */
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { HistoryError } from './history.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { alertTables } from './migrations/0002-alerts.ts';
import { publicUrls } from './migrations/0003-public-urls.ts';
import { renewalsKept } from './migrations/0004-renewals-kept.ts';
import { emptied } from './migrations/0005-emptied.ts';
import { alertNamespaces } from './migrations/0006-alert-namespaces.ts';
import { minuteSums } from './migrations/0007-minute-sums.ts';
import { summedTo } from './migrations/0008-summed-to.ts';
import type { Database } from './schema.ts';

/** By name, which is also their order. What was released is never changed, only followed by another. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': { up: firstTables },
  '0002-alerts': { up: alertTables },
  '0003-public-urls': { up: publicUrls },
  '0004-renewals-kept': { up: renewalsKept },
  '0005-emptied': { up: emptied },
  '0006-alert-namespaces': { up: alertNamespaces },
  '0007-minute-sums': { up: minuteSums },
  '0008-summed-to': { up: summedTo },
};

/** `upTo`: the last one to apply, for tests of older schemas. */
export async function migrate(db: Kysely<Database>, upTo?: string): Promise<void> {
  await refuseNewer(db);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error !== undefined) throw error;
}

async function refuseNewer(db: Kysely<Database>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.map(({ name }) => name).filter((name) => MIGRATIONS[name] === undefined);
  if (unknown.length === 0) return;
  throw new HistoryError({
    code: 'history_newer',
    message: `The history was written by a newer version of Tenure: this one does not know ${unknown.join(', ')}.`,
    hint: 'Run the newer version, or set TENURE_DATABASE_URL to another place. Nothing was changed.',
  });
}
