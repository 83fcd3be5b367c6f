/** Opens the store where its URL says, with all tables as this version knows them. */
import { statSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { HistoryError } from './history.ts';
import { migrate } from './migrations.ts';
import type { Database } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import type { StorePlace } from './store-url.ts';

export type OpenDatabase = {
  write: Kysely<Database>;
  read: Kysely<Database>;
  /** Throws when the file that is open is not the one at its path any more: what is written would be lost. */
  check(): void;
  close(): Promise<void>;
};

export async function openDatabase(
  place: StorePlace,
  idleFault: (error: Error) => void,
): Promise<OpenDatabase> {
  const { write, read } =
    place.kind === 'sqlite' ? openSqlite(place.path) : samePool(await postgres(place.url, idleFault));
  const close = async (): Promise<void> => {
    await read.destroy();
    if (write !== read) await write.destroy();
  };
  try {
    await migrate(write);
    return { write, read, check: place.kind === 'sqlite' ? fileCheck(place.path) : () => undefined, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function samePool(pool: Kysely<Database>): { write: Kysely<Database>; read: Kysely<Database> } {
  return { write: pool, read: pool };
}

function fileCheck(path: string): () => void {
  const identity = (): string | null => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? null : `${stat.dev}/${stat.ino}`;
  };
  const opened = identity();
  return () => {
    const found = identity();
    if (found !== null && found === opened) return;
    throw new HistoryError({
      code: 'history_removed',
      message: `The file of the history was ${found === null ? 'removed' : 'replaced'} while it was open.`,
      hint: 'What it held is lost unless there is a backup. A file is opened at its place again and written on, and the time before is shown as not watched.',
    });
  };
}

/** Loaded where it is used: its driver takes some megabytes. */
async function postgres(url: string, idleFault: (error: Error) => void): Promise<Kysely<Database>> {
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(url, idleFault);
}
