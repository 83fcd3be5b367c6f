/** `npm run build`: the standalone server, with all that it serves and runs beside it. `npm start` runs it. */
import './node-version.js';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const standalone = join(root, '.next', 'standalone');
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');

const built = spawnSync(process.execPath, [next, 'build', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
if (built.status !== 0) process.exit(built.status ?? 1);

/** Next leaves the first two to a CDN. The thread that keeps the history is started by its path: nobody traces it. */
for (const folder of ['.next/static', 'public', 'lib/history', 'lib/lease']) {
  if (existsSync(join(root, folder)))
    cpSync(join(root, folder), join(standalone, folder), { recursive: true });
}
for (const name of withDependencies(['kysely', 'pg'])) {
  cpSync(join(root, 'node_modules', name), join(standalone, 'node_modules', name), { recursive: true });
}

function withDependencies(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const manifest: unknown = JSON.parse(
      readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
    );
    withDependencies(dependenciesOf(manifest), found);
  }
  return found;
}

function dependenciesOf(manifest: unknown): string[] {
  if (typeof manifest !== 'object' || manifest === null || !('dependencies' in manifest)) return [];
  return Object.keys(manifest.dependencies ?? {});
}
