/** `npm run build`: the standalone server, with all that it serves and runs beside it. `npm start` runs it. */
import './node-version.js';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type BuildOptions, build } from 'rolldown';
import { compressBuilt } from '../lib/server/http/built-files.ts';
import { keepMarked } from './marked-files.ts';

const root = join(import.meta.dirname, '..');
const standalone = join(root, '.next', 'standalone');
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');

const built = spawnSync(process.execPath, [next, 'build', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
if (built.status !== 0) process.exit(built.status ?? 1);

// Next leaves the first two to a CDN; Tenure serves them itself. The pages that explain alerts are read when asked for.
for (const folder of ['.next/static', 'public', 'docs/findings']) {
  if (existsSync(join(root, folder)))
    cpSync(join(root, folder), join(standalone, folder), { recursive: true });
}

keepMarked(standalone);
compressBuilt(join(standalone, '.next'));

/** Of a module of ours one file, in the folder of the standalone server. */
function bundle(file: string, into: { dir: string; name: string }, options: BuildOptions = {}) {
  const output = {
    dir: join(standalone, into.dir),
    format: 'esm',
    entryFileNames: `${into.name}.js`,
  } as const;
  return build({ ...options, input: resolve(root, file), platform: 'node', output, logLevel: 'warn' });
}

await bundle('scripts/standalone.ts', { dir: '.', name: 'start' });
/**
 * The thread that keeps the history is started by its path, so Next does not see it. In one piece it takes half the
 * memory of its hundred modules. pg-native is an optional driver of pg's that is not installed.
 */
await bundle('lib/history/worker.ts', { dir: 'lib/history', name: 'worker' }, { external: ['pg-native'] });
/**
 * Instead of all of client-node, which is a hundred MB of generated API in memory: what `lib/kube/credentials.ts` uses
 * of it. undici is there besides.
 */
const used = join(root, 'client-node-used.js');
const clientNode = 'node_modules/@kubernetes/client-node/dist';
rmSync(join(standalone, clientNode), { recursive: true });
await bundle(
  used,
  { dir: clientNode, name: 'index' },
  {
    external: ['undici'],
    treeshake: { moduleSideEffects: (id) => !id.includes('client-node/') },
    plugins: [
      {
        name: 'used',
        resolveId: (id) => (id === used ? id : null),
        load: (id) =>
          id === used
            ? "export { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';"
            : null,
      },
    ],
  },
);
