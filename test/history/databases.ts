/** The databases that the same tests run on: SQLite always, PostgreSQL where the machine has one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../lib/history/open-database.ts';
import { storePlace } from '../../lib/history/store-url.ts';
import { lacksPostgres, type Postgres, startPostgres } from '../setup/postgres.ts';

export type TestDatabases = {
  /** The URL of a new, empty store. */
  url(): Promise<string>;
  /** A new store with all its tables; closed at the end of the file. */
  open(): Promise<OpenDatabase>;
};

/** Runs the suite once for each database; the one that is missing is skipped by a name that says why. */
export function describeDatabases(name: string, suite: (databases: TestDatabases) => void): void {
  describe(`${name} (SQLite)`, () => suite(sqliteDatabases()));
  if (lacksPostgres === null) describe(`${name} (PostgreSQL)`, () => suite(postgresDatabases()));
  else describe.skip(`${name} (PostgreSQL; ${lacksPostgres})`, () => suite(sqliteDatabases()));
}

function sqliteDatabases(): TestDatabases {
  let folder: string | null = null;
  let files = 0;
  afterAll(() => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  });
  return withOpen(async () => {
    folder ??= mkdtempSync(join(tmpdir(), 'tenure-sqlite-'));
    files += 1;
    return `file:${join(folder, 'made', `${files}.db`)}`;
  });
}

function postgresDatabases(): TestDatabases {
  let server: Promise<Postgres> | null = null;
  afterAll(async () => {
    await (await server)?.end();
  });
  return withOpen(async () => {
    server ??= startPostgres();
    return (await server).createDatabase();
  });
}

function withOpen(url: () => Promise<string>): TestDatabases {
  const opened: OpenDatabase[] = [];
  // A server has only so many connections.
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  return {
    url,
    async open() {
      const database = await openDatabase(storePlace(await url()), () => undefined);
      opened.push(database);
      return database;
    },
  };
}
