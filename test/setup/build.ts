/** The built server that the suites of browser, attacks and image run: built here when it is missing or older than its sources. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { needsBuild } from '../../scripts/build-age.ts';
import { ROOT } from './stack.ts';

export function setup(): void {
  if (!needsBuild(ROOT)) return;
  const built = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`npm run build failed:\n${built.stdout}\n${built.stderr}`);
}
