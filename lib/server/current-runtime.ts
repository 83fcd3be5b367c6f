/**
 * The one runtime of the process. Next loads routes and instrumentation as different module instances, so a
 * module's variable would be several; what they share is globalThis.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createHistory } from '../history/create-history.ts';
import { startThread } from '../history/start-thread.ts';
import { ApiError } from './api/api-error.ts';
import { shareGate } from './auth/auth-shared-gate.ts';
import { authStatus } from './auth/auth-status.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { createRuntime, type Runtime } from './runtime.ts';
import { sharedConfig } from './shared-config.ts';
import { stopOnSignals } from './shutdown.ts';
import { systemClock } from './system-clock.ts';
import { systemTimers } from './timers.ts';
import { VERSION } from './version.ts';

const RUNTIME = Symbol.for('tenure.runtime');
type Shared = { [RUNTIME]?: Runtime };
const shared: typeof globalThis & Shared = globalThis;

/** Called by instrumentation, once. Returns at once: whether the API server answers is the feed's affair. */
export function startRuntime(): void {
  if (shared[RUNTIME] !== undefined) return;
  const config = sharedConfig() ?? configOrExit();
  const log = createLog(config.logLevel);
  const clock = systemClock();
  const runtime = createRuntime({
    config,
    clock,
    timers: systemTimers,
    random: Math.random,
    log,
    env: process.env,
    history: createHistory({
      url: config.history.url,
      start: startThread(historyWorker()),
      instance: randomBytes(8).toString('hex'),
      timers: systemTimers,
      clock,
      log,
      limits: config.history,
    }),
  });
  shared[RUNTIME] = runtime;
  shareGate(runtime.gate);
  runtime.start();
  stopOnSignals(runtime, log);
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const { path, stripped } = config.basePath;
  const address = `http://${host}:${config.port}${stripped ? '' : path}`;
  const { cluster, demo } = runtime.status();
  log.info(
    { version: VERSION, address, cluster: cluster.name, server: cluster.server, demo },
    'Tenure started',
  );
  if (authStatus(config, null).open)
    log.warn(
      { address },
      'whoever reaches this address sees everything: set TENURE_AUTH to proxy or token, or TENURE_HOST to 127.0.0.1',
    );
}

/** In the folder that the server runs in: built into one piece, or under `next dev` as it was written. */
function historyWorker(): string {
  const folder = join(/* turbopackIgnore: true */ process.cwd(), 'lib', 'history');
  const built = join(folder, 'worker.js');
  return existsSync(built) ? built : join(folder, 'worker.ts');
}

/** Throws `not_ready` while it has not been started. */
export function currentRuntime(): Runtime {
  const runtime = shared[RUNTIME];
  if (runtime === undefined) throw new ApiError('not_ready', 'Tenure is starting; ask again in a second.');
  return runtime;
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n${error.mistakes.map((mistake) => `  ${mistake}\n`).join('')}`);
    process.exit(1);
  }
}
