/** Opens the store where its URL says, with all tables as this version knows them. */
import type { Kysely } from 'kysely';
import { migrate } from './migrations.ts';
import type { Database } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import { watchFiles } from './sqlite-files.ts';
import type { StorePlace } from './store-url.ts';

export type OpenDatabase = {
  write: Kysely<Database>;
  read: Kysely<Database>;
  /** Throws when the file that is open is not the one at its path any more: what is written would be lost. */
  check(): void;
  close(): Promise<void>;
};

/** `foreign`: what is at this place may be another one than was there before. */
export async function openDatabase(
  place: StorePlace,
  idleFault: (error: Error) => void,
  foreign = false,
): Promise<OpenDatabase> {
  const { write, read } =
    place.kind === 'sqlite'
      ? openSqlite(place.path, foreign)
      : samePool(await postgres(place.url, idleFault));
  const files = place.kind === 'sqlite' ? watchFiles(place.path) : null;
  const close = async (): Promise<void> => {
    await read.destroy();
    if (write !== read) await write.destroy();
    files?.removeLeftOver();
  };
  try {
    await migrate(write);
    return { write, read, check: () => files?.check(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function samePool(pool: Kysely<Database>): { write: Kysely<Database>; read: Kysely<Database> } {
  return { write: pool, read: pool };
}

/** Loaded where it is used: its driver takes some megabytes. */
async function postgres(url: string, idleFault: (error: Error) => void): Promise<Kysely<Database>> {
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(url, idleFault);
}
