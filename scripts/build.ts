/** `npm run build`: the standalone server, with all that it serves beside it. `npm start` runs it. */
import './node-version.js';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');

const built = spawnSync(process.execPath, [next, 'build', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
if (built.status !== 0) process.exit(built.status ?? 1);

// Next leaves these to a CDN; Tenure serves them itself.
const standalone = join(root, '.next', 'standalone');
cpSync(join(root, '.next', 'static'), join(standalone, '.next', 'static'), { recursive: true });
if (existsSync(join(root, 'public')))
  cpSync(join(root, 'public'), join(standalone, 'public'), { recursive: true });
