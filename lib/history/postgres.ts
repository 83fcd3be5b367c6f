/** Kysely over `pg`: a few connections, 64-bit integers as numbers, and no statement that hangs for ever. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';

const CONNECTIONS = 4;
const CONNECT_MS = 5000;
const STATEMENT_MS = 30_000;
const IDLE_MS = 30_000;
/** bigint, and numeric as sums of bigint are: all of ours fit into 53 bits. */
const NUMBER_TYPES: readonly number[] = [20, 1700];

export function openPostgres(url: string, idleFault: (error: Error) => void): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: STATEMENT_MS,
    // The server may vanish without a word: then the client gives up a little after the server would have.
    query_timeout: STATEMENT_MS + CONNECT_MS,
    lock_timeout: CONNECT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    application_name: 'tenure',
    types: {
      getTypeParser: (oid, format) =>
        NUMBER_TYPES.includes(oid) ? Number : pg.types.getTypeParser(oid, format ?? 'text'),
    },
  });
  pool.on('error', idleFault);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
