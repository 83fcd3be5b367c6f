/** `npm run build`: the standalone server, with all that it serves and runs beside it. `npm start` runs it. */
import './node-version.js';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');
const standalone = join(root, '.next', 'standalone');
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');

const built = spawnSync(process.execPath, [next, 'build', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
if (built.status !== 0) process.exit(built.status ?? 1);

// Next leaves these to a CDN; Tenure serves them itself.
for (const folder of ['.next/static', 'public']) {
  if (existsSync(join(root, folder)))
    cpSync(join(root, folder), join(standalone, folder), { recursive: true });
}

/**
 * The thread that keeps the history is started by its path, so Next does not see it. In one piece it takes half the
 * memory of its hundred modules.
 */
await build({
  input: join(root, 'lib', 'history', 'worker.ts'),
  platform: 'node',
  // An optional driver of pg's that is not installed.
  external: ['pg-native'],
  output: { dir: join(standalone, 'lib', 'history'), format: 'esm' },
  logLevel: 'warn',
});
