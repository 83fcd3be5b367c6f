/** `npm start`: checks what can be checked before a server runs, then runs the built one in this process. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Config, ConfigError, readConfig } from '../lib/server/config.ts';
import { shareConfig } from '../lib/server/shared-config.ts';

const LEAST_NODE = [24, 15] as const;

/**
 * Memory rather than speed, measured with 65,000 Leases: by itself V8 lets the heap grow to twice what lives
 * in it, and malloc keeps an arena for each thread. Both are fixed when a process starts, so it starts anew
 * in place, which keeps its id.
 */
const HEAP_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=20'];
const MALLOC = { MALLOC_ARENA_MAX: '2' };

function stop(...lines: string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  stop(
    `Tenure needs Node ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).`,
    'Start it with "npm start", which brings the right one along, or install a newer Node.',
  );
}

function configOrStop(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    stop(error.message, ...error.mistakes.map((mistake) => `  ${mistake}`));
  }
}

/** Listens there for a moment: Next's own message for a taken port is a stack trace. */
function checkPort({ port, host }: Config): Promise<void> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `port ${port} is already in use. Stop what listens there, or set PORT to another one.`,
        EACCES: `port ${port} needs more rights than this user has. Set PORT to one above 1023.`,
        EADDRNOTAVAIL: 'this machine has no such address. Set TENURE_HOST to 127.0.0.1 or 0.0.0.0.',
        ENOTFOUND: 'the name of TENURE_HOST does not resolve. Set it to 127.0.0.1 or 0.0.0.0.',
      };
      stop(`Tenure cannot listen on ${host}:${port}: ${reasons[error.code ?? ''] ?? error.message}`);
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

checkNode();
const config = configOrStop();
const server = join(import.meta.dirname, '..', '.next', 'standalone', 'server.js');
if (!existsSync(server)) stop('Tenure is not built yet. Run "npm run build" first.');

const hasFlags = HEAP_FLAGS.every((flag) => process.execArgv.includes(flag));
if (!hasFlags && typeof process.execve === 'function') {
  process.execve(process.execPath, [process.execPath, ...HEAP_FLAGS, ...process.argv.slice(1)], {
    ...MALLOC,
    ...process.env,
  });
}

await checkPort(config);
shareConfig(config);
process.env.HOSTNAME = config.host;
process.env.PORT = String(config.port);
// The runtime answers signals itself: Next waits for open streams, and would wait for ever.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
process.env.NEXT_TELEMETRY_DISABLED = '1';
await import(pathToFileURL(server).href);
