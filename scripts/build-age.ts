/** Whether the standalone server is there and not older than what it is made of. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.js',
  'package-lock.json',
  'scripts/build.ts',
  'scripts/marked-files.ts',
  'scripts/preflight.ts',
  'scripts/standalone.ts',
];
const NOT_BUILT = join('lib', 'simulator');

/** A folder counts too: its own time moves when a file in it goes. */
function newestIn(path: string, skipped: string): number {
  if (path === skipped) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name), skipped)));
}

export function needsBuild(root: string): boolean {
  const id = statSync(join(root, '.next', 'BUILD_ID'), { throwIfNoEntry: false });
  if (id === undefined || !existsSync(join(root, '.next', 'standalone', 'server.js'))) return true;
  return SOURCES.map((name) => join(root, name))
    .filter((path) => existsSync(path))
    .some((path) => newestIn(path, join(root, NOT_BUILT)) > id.mtimeMs);
}
