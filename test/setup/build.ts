/** The built server that the browser suite runs against: built here when it is missing or older than its sources. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lacksChromium } from './requirements.ts';
import { ROOT } from './stack.ts';

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
];

function isFresh(): boolean {
  const built = join(ROOT, '.next/BUILD_ID');
  if (!existsSync(built) || !existsSync(join(ROOT, '.next/standalone/server.js'))) return false;
  const at = statSync(built).mtimeMs;
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...SOURCES], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const files = tracked.split('\n').filter((path) => path !== '' && !path.startsWith('lib/simulator/'));
  // A file that git knows and that is gone changes what would be built, too.
  return files.every((path) => existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).mtimeMs <= at);
}

export function setup(): void {
  if (lacksChromium !== null || isFresh()) return;
  const built = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`npm run build failed:\n${built.stdout}\n${built.stderr}`);
}
