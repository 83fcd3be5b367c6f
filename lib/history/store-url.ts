/** Where the store is: `file:` of a path, relative to the working directory, or a PostgreSQL URL. */
import { resolve } from 'node:path';
import { HistoryError } from './history.ts';

export type StorePlace = { kind: 'sqlite'; path: string } | { kind: 'postgresql'; url: string };

export function storePlace(url: string): StorePlace {
  if (/^postgres(ql)?:\/\//i.test(url)) return { kind: 'postgresql', url };
  const path = /^file:(?:\/\/(?=\/))?(.+)$/i.exec(url)?.[1];
  if (path !== undefined) return { kind: 'sqlite', path: resolve(path) };
  // What was given is not repeated: it may hold a password.
  throw new HistoryError({
    code: 'history_url',
    message: 'The URL of the history is neither a file nor a PostgreSQL database.',
    hint: 'Set TENURE_DATABASE_URL to file:./data/tenure.db or to postgres://user:password@host:5432/database.',
  });
}

/** Which database a URL means; null where it means none. */
export function placeKind(url: string): StorePlace['kind'] | null {
  try {
    return storePlace(url).kind;
  } catch (error) {
    if (error instanceof HistoryError) return null;
    throw error;
  }
}
