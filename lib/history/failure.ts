/** What the database, the file system or the network said, as a person can act on it. */
import type { FeedError } from '../lease/feed.ts';
import { HistoryError } from './history.ts';

export type StoreKind = 'sqlite' | 'postgresql';
type Failure = { code: string; says: string; hint: string };

const READ_ONLY: Failure = {
  code: 'history_read_only',
  says: 'The history cannot be written: it is read-only.',
  hint: 'Make the file and its folder writable for the user that Tenure runs as (in a Pod: a volume that is not mounted read-only), or point TENURE_DATABASE_URL to a place that is.',
};
const DISK_FULL: Failure = {
  code: 'history_disk_full',
  says: 'The history cannot be written: the disk is full.',
  hint: 'Make room on the disk of the database. What happens meanwhile is buffered and stored then.',
};
const CORRUPT: Failure = {
  code: 'history_corrupt',
  says: 'The history cannot be read: the file is damaged, or is no database of Tenure.',
  hint: 'Move the file away, or put a backup in its place, and with it those beside it ending in -wal and -shm: all three belong together. Without a file Tenure begins a new one by itself.',
};
const NO_FILE: Failure = {
  code: 'history_unreachable',
  says: 'The file of the history cannot be opened.',
  hint: 'Check that the folder that TENURE_DATABASE_URL names exists or may be created, and is a folder.',
};
const NO_SERVER: Failure = {
  code: 'history_unreachable',
  says: 'The database of the history cannot be reached.',
  hint: 'Check that PostgreSQL runs and that the host and port of TENURE_DATABASE_URL can be reached from here. It is tried again.',
};
const DENIED: Failure = {
  code: 'history_denied',
  says: 'The database of the history refuses Tenure.',
  hint: 'Check the user, password and database of TENURE_DATABASE_URL, and whether the server wants TLS (?sslmode=verify-full at its end); the user needs the right to create tables in its schema.',
};
const UNTRUSTED: Failure = {
  code: 'history_untrusted',
  says: 'The database of the history is not trusted.',
  hint: 'Its certificate is expired, for another name, or of a CA that is not known here: NODE_EXTRA_CA_CERTS names a file of further CAs, which the chart brings along by extraVolumes.',
};
const NO_TLS: Failure = {
  code: 'history_no_tls',
  says: 'The database of the history speaks no TLS, which TENURE_DATABASE_URL asks for.',
  hint: 'Switch TLS on in PostgreSQL (ssl = on), or, where nobody can listen in between, leave sslmode out of TENURE_DATABASE_URL.',
};
const NO_DATABASE: Failure = {
  code: 'history_no_database',
  says: 'The database of the history does not exist.',
  hint: 'Create it (createdb), or name another one in TENURE_DATABASE_URL.',
};
const BUSY: Failure = {
  code: 'history_busy',
  says: 'The history is locked by somebody else.',
  hint: 'It is tried again. Look for a program that keeps the database locked, such as a backup.',
};
/** The data, not the database, is what is wrong: the same again would fail again. */
export const REFUSED = 'history_refused';
const BAD_DATA: Failure = {
  code: REFUSED,
  says: 'The history refused what was to be stored.',
  hint: 'What cannot be stored is given up and counted as lost, so that the rest can be. Please report it.',
};
const BAD_URL: Failure = {
  code: 'history_url',
  says: 'The URL of the history cannot be read.',
  hint: 'Set TENURE_DATABASE_URL to postgres://user:password@host:5432/database, special characters in user and password percent-encoded.',
};
const UNKNOWN: Failure = {
  code: 'history_failed',
  says: 'The history failed.',
  hint: 'It is tried again. If it stays so, see what the database itself logs.',
};

/** SQLite's result codes (the lower byte of an extended one). */
const SQLITE: Readonly<Record<number, Failure>> = {
  5: BUSY,
  6: BUSY,
  8: READ_ONLY,
  11: CORRUPT,
  13: DISK_FULL,
  14: NO_FILE,
  18: BAD_DATA,
  19: BAD_DATA,
  20: BAD_DATA,
  23: READ_ONLY,
  26: CORRUPT,
};
/** The shared memory beside the file could not be given room. */
const IOERR_SHMSIZE = 4874;
const FILE_SYSTEM: Readonly<Record<string, Failure>> = {
  EACCES: READ_ONLY,
  EPERM: READ_ONLY,
  EROFS: READ_ONLY,
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  ENOTDIR: NO_FILE,
  EISDIR: NO_FILE,
  EEXIST: NO_FILE,
  ENOENT: NO_FILE,
};
/** By the beginning of SQLSTATE; the longest that fits. */
const SQLSTATE: readonly (readonly [string, Failure])[] = [
  ['22', BAD_DATA],
  ['23', BAD_DATA],
  ['25006', READ_ONLY],
  ['42501', DENIED],
  ['53100', DISK_FULL],
  ['55P03', BUSY],
  ['57014', BUSY],
  ['08', NO_SERVER],
  ['28', DENIED],
  ['3D', NO_DATABASE],
  ['40', BUSY],
  ['53', NO_SERVER],
  ['54', BAD_DATA],
  ['57', NO_SERVER],
  ['58', UNKNOWN],
  ['XX', CORRUPT],
];
const NETWORK = /^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EADDR|ENOENT)/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_/;
/** Of `pg`, which gives it no code. */
const NO_TLS_WORDS = /does not support SSL/;
const CONNECTION_WORDS = /connection (terminated|ended)|timeout|not queryable|socket/i;

/** `path`: of the file, where the store is one. */
export function historyError(
  error: unknown,
  kind: StoreKind | null,
  path: string | null = null,
): HistoryError {
  if (error instanceof HistoryError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const { code, says, hint } = failureOf(error, said, kind);
  // The file system names it itself.
  const where = path === null || said.includes(path) ? '' : path;
  const more = [where, withoutPassword(said)].filter((text) => text !== '').join(': ');
  return new HistoryError({ code, message: more === '' ? says : `${says} (${more})`, hint });
}

/** Of a file whose pages do not fit together. */
export function damagedFile(path: string, found: string): HistoryError {
  const { code, says, hint } = CORRUPT;
  return new HistoryError({ code, message: `${says} (${path}: ${found})`, hint });
}

export function asFields({ code, message, hint }: HistoryError): FeedError {
  return { code, message, hint };
}

function failureOf(error: unknown, said: string, kind: StoreKind | null): Failure {
  if (fieldOf(error, 'code') === 'ERR_INVALID_URL') return BAD_URL;
  if (error instanceof TypeError || error instanceof RangeError) return BAD_DATA;
  const code = fieldOf(error, 'code');
  const errcode = fieldOf(error, 'errcode');
  if (typeof errcode === 'number') {
    return errcode === IOERR_SHMSIZE ? DISK_FULL : (SQLITE[errcode & 0xff] ?? UNKNOWN);
  }
  if (typeof code === 'string') {
    if (kind === 'postgresql') {
      if (NETWORK.test(code)) return NO_SERVER;
      const state = SQLSTATE.find(([prefix]) => code.startsWith(prefix));
      if (state !== undefined) return state[1];
      if (CERTIFICATE.test(code)) return UNTRUSTED;
    }
    const file = FILE_SYSTEM[code];
    if (file !== undefined) return file;
  }
  if (kind !== 'postgresql') return UNKNOWN;
  if (NO_TLS_WORDS.test(said)) return NO_TLS;
  return CONNECTION_WORDS.test(said) ? NO_SERVER : UNKNOWN;
}

function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/)[^\s/@]+@/g, '$1…@');
}
