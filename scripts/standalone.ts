/**
 * The entry of the built server, beside which the build puts it: checks what can be checked before a server runs,
 * then runs it in this process.
 */
import './node-version.js';
import { rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { heapLimit } from '../lib/server/heap.ts';
import { createBuiltFiles } from '../lib/server/http/built-files.ts';
import { guardServers } from '../lib/server/http/guarded-server.ts';
import { shareConfig } from '../lib/server/shared-config.ts';
import { serverUnder } from './marked-files.ts';
import { configOrStop, portOrStop, stop } from './preflight.ts';

const config = configOrStop(process.env);

/**
 * Memory rather than speed, measured with 65,000 Leases: by itself V8 lets the heap grow to twice what lives
 * in it, and malloc keeps an arena for each thread. Both are fixed when a process starts, so it starts anew
 * in place, which keeps its id.
 */
const HEAP_FLAGS = [
  '--max-semi-space-size=8',
  ...heapLimit(process.constrainedMemory(), totalmem(), {
    hasHistory: config.history.url !== null,
    nodeOptions: process.env.NODE_OPTIONS,
  }),
];
const MALLOC = {
  MALLOC_ARENA_MAX: '2',
  // Buffers of a snapshot or a chunk go back to the system when they are let go of.
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

const hasFlags = HEAP_FLAGS.every((flag) => process.execArgv.includes(flag));
if (!hasFlags && typeof process.execve === 'function') {
  process.execve(process.execPath, [process.execPath, ...HEAP_FLAGS, ...process.argv.slice(1)], {
    ...MALLOC,
    ...process.env,
  });
}

const port = await portOrStop(config);
shareConfig({ ...config, port });
const folder = serverFolder();
guardServers(config, { files: createBuiltFiles(join(folder, '.next'), config.basePath.path) });
process.env.HOSTNAME = config.host;
process.env.PORT = String(port);
// The runtime answers signals itself: Next waits for open streams, and would wait for ever.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
process.env.NEXT_TELEMETRY_DISABLED = '1';
// Standard output is for JSON lines. Next's greeting is all that comes this way; its errors go to standard error.
console.log = () => undefined;
await import(pathToFileURL(join(folder, 'server.js')).href);

/** The build as it is, or, where Tenure has a path of its own, what is made of it for that. */
function serverFolder(): string {
  const { path } = config.basePath;
  if (path === '') return import.meta.dirname;
  try {
    const folder = serverUnder(path, import.meta.dirname);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  } catch (error) {
    stop(
      `Tenure cannot make its pages for TENURE_BASE_PATH in ${tmpdir()}: ${error instanceof Error ? error.message : error}.`,
      '  Set TMPDIR to a folder that it may write 20 MB to.',
    );
  }
}
