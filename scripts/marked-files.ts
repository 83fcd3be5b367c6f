/**
 * Next bakes the path under which it lives into what it builds, and Tenure is told it at start. So a mark is built in.
 * What has it is kept as it is, beside what is made of it for the root of a host: nothing in the mark's place.
 */
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MARK } from '../lib/server/http/base-path.ts';
import { compressAnew } from '../lib/server/http/built-files.ts';

/** In the folder of the standalone server: the files with the mark, at their places. */
const KEPT = 'marked';
/** What Next makes; the rest of that folder has no mark. */
const FOLDER = '.next';
const ENTRY = 'server.js';

/** Once a build: keeps what has the mark, and leaves the server as for the root of a host. */
export function keepMarked(standalone: string): void {
  dropSlashRedirect(join(standalone, FOLDER, 'routes-manifest.json'));
  const paths = filesIn(join(standalone, FOLDER)).map((path) => join(FOLDER, path));
  for (const path of [...paths, ENTRY]) {
    const bytes = readFileSync(join(standalone, path));
    if (!bytes.includes(MARK)) continue;
    const text = bytes.toString('utf8');
    write(join(standalone, KEPT, path), text);
    write(join(standalone, path), text.replaceAll(MARK, ''));
  }
}

/**
 * Makes the server that lives under `basePath` of the one in `standalone`, which may be on a read-only file system: in a
 * temporary folder, which it answers with and which the caller removes.
 */
export function serverUnder(basePath: string, standalone: string): string {
  const prefix = `tenure-${hostname()}-`;
  removeLeft(tmpdir(), prefix);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  for (const name of readdirSync(standalone)) {
    // A module looks for others where it really lies: what Next made is copied, and finds the rest by links.
    if (name === FOLDER)
      cpSync(join(standalone, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
    else if (name !== ENTRY) symlinkSync(join(standalone, name), join(folder, name));
  }
  for (const path of filesIn(join(standalone, KEPT))) {
    const text = readFileSync(join(standalone, KEPT, path), 'utf8');
    write(
      join(folder, path),
      text.replaceAll(MARK, () => basePath),
    );
    compressAnew(join(folder, path));
  }
  return folder;
}

/** Of this host and user what is of no process that lives: who is killed cannot remove its own. */
function removeLeft(directory: string, prefix: string): void {
  for (const name of readdirSync(directory)) {
    const pid = name.startsWith(prefix) ? /^(\d+)-\w{6}$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(directory, name);
    if (lstatSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.())
      rmSync(path, { recursive: true, force: true });
  }
}

/** In a container the one before had the same number. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    // EPERM: it is another user's.
    return error.code !== 'ESRCH';
  }
}

/** Of nothing but the mark: with nothing in its place it would lead from the first page to itself, for ever. */
function dropSlashRedirect(file: string): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { redirects: { source: string }[] };
  const redirects = manifest.redirects.filter(({ source }) => source !== `${MARK}/`);
  writeFileSync(file, JSON.stringify({ ...manifest, redirects }));
}

/** Paths within `folder`. Links are not followed: what they lead to is seen where it lies. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return [entry.name];
    return entry.isDirectory() ? filesIn(join(folder, entry.name)).map((path) => join(entry.name, path)) : [];
  });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
