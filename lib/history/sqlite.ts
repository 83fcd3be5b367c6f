/** Kysely over `node:sqlite`: two connections in one thread, so that reads never wait for a transaction. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { damagedFile } from './failure.ts';
import type { Database } from './schema.ts';

/** How long another process may hold the lock before a statement gives up. */
const BUSY_MS = 5000;
/** Parsed statements that are kept: all that occur but for those with lists of many lengths. */
const KEPT_STATEMENTS = 200;

export type SqliteConnections = { write: Kysely<Database>; read: Kysely<Database> };

/**
 * Creates the file and its folder when they are missing. Throws what the file system or SQLite says. `foreign`: the
 * file may be of somebody else, so all of it is looked at first.
 */
export function openSqlite(path: string, foreign = false): SqliteConnections {
  makeFolder(dirname(path));
  // SQLite only says that it can't open it; the file system says why.
  accessSync(existsSync(path) ? path : dirname(path), constants.R_OK | constants.W_OK);
  const write = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    write.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory;');
    // Asked of every page of the schema only: a damaged header or schema is found before anything is written.
    write.prepare('select count(*) from sqlite_schema').all();
    if (foreign) {
      const found = String(Object.values(write.prepare('pragma quick_check(1)').get() ?? {})[0]);
      if (found !== 'ok') throw damagedFile(path, found);
    }
    const read = new DatabaseSync(path, { timeout: BUSY_MS });
    read.exec('pragma query_only = on; pragma cache_size = -32000;');
    return { write: kyselyOf(write), read: kyselyOf(read) };
  } catch (error) {
    write.close();
    throw error;
  }
}

/** One after the other: asked for several at once, Node does not come back where none can be made, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it just now.
    if (!existsSync(folder)) throw error;
  }
}

/** Kysely migrates SQLite without a transaction; SQLite itself can, and half a migration must not stay behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

function kyselyOf(database: DatabaseSync): Kysely<Database> {
  return new Kysely<Database>({ dialect: new TransactionalDialect({ database: shim(database) }) });
}

const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

/** What Kysely expects of better-sqlite3. */
function shim(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text);
    if (kept.size >= KEPT_STATEMENTS) {
      const oldest = kept.keys().next().value;
      if (oldest !== undefined) kept.delete(oldest);
    }
    kept.set(text, statement);
    return statement;
  };
  return {
    close: () => {
      kept.clear();
      database.close();
    },
    prepare(sql) {
      // SQLite itself has rolled back when the disk is full; a second time would only hide why.
      if (sql === 'rollback' && !database.isTransaction) return NOTHING;
      // A transaction that reads before it writes would fail where another process wrote in between.
      const statement = prepare(sql === 'begin' ? 'begin immediate' : sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...bound(parameters)),
        run: (parameters) => statement.run(...bound(parameters)),
        iterate: (parameters) => statement.iterate(...bound(parameters)),
      };
    },
  };
}

function bound(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => (typeof value === 'boolean' ? Number(value) : (value as SQLInputValue)));
}
