/** The programs people run, as processes: the demo cluster, and the built server as `npm start` runs it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '../../lib/view/status.ts';
import { type Program, run, until } from './process.ts';

export const ROOT = join(import.meta.dirname, '../..');

export type Simulator = {
  program: Program;
  url: string;
  leases: number;
  kubeconfig: string;
  /** Faults of `lib/simulator/faults.ts`, by the control endpoint. */
  inject(...faults: Record<string, unknown>[]): Promise<void>;
  stop(): Promise<void>;
};

export async function startSimulator(...args: string[]): Promise<Simulator> {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-demo-'));
  const kubeconfig = join(directory, 'kubeconfig');
  const program = run(process.execPath, [
    join(ROOT, 'lib/simulator/main.ts'),
    '--port',
    '0',
    '--write-kubeconfig',
    kubeconfig,
    ...args,
  ]);
  const [line] = await program.says(/^\{"ready":true.*\}$/m, 60_000);
  const { url, control, leases } = JSON.parse(line) as { url: string; control: string; leases: number };
  return {
    program,
    url,
    leases,
    kubeconfig,
    async inject(...faults) {
      const answer = await fetch(`${control}/faults`, { method: 'POST', body: JSON.stringify(faults) });
      if (answer.status !== 202) throw new Error(`the simulator refused a fault: ${await answer.text()}`);
    },
    async stop() {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type Server = {
  program: Program;
  /** Without the path under which it lives. */
  origin: string;
  status(): Promise<Status>;
  /** Until the feed is in this state. */
  waitFor(state: Status['feed']['state'], withinMs?: number): Promise<Status>;
  /** SIGINT, as by a person: with SIGTERM it serves on for 2 s. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | NodeJS.Signals>;
};

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(address),
      );
    });
  });
}

/** Nothing of this machine's own clusters and settings gets in. */
const BARE = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(TENURE_|KUBE|PORT$|HOSTNAME$|NODE_OPTIONS$|VITEST|NODE_ENV$)/.test(name),
  ),
);

/**
 * As `npm start` does, in this environment besides, with a history of its own; resolves when it answers. `headers`: of who
 * asks for the status.
 */
export async function startServer(
  env: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Server> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'tenure-history-'));
  const program = run(process.execPath, [join(ROOT, 'scripts/start.js')], {
    ...BARE,
    HOME: '/nonexistent',
    TENURE_DATABASE_URL: `file:${join(directory, 'tenure.db')}`,
    ...env,
    PORT: String(port),
  });
  const origin = `http://127.0.0.1:${port}`;
  const path = env.TENURE_BASE_PATH_STRIPPED === undefined ? (env.TENURE_BASE_PATH ?? '') : '';
  const status = async (): Promise<Status> => {
    const answer = await fetch(`${origin}${path}/api/v1/status`, { headers });
    if (!answer.ok) throw new Error(`/api/v1/status answered ${answer.status}`);
    return (await answer.json()) as Status;
  };
  let ended: number | NodeJS.Signals | null = null;
  void program.ended.then((how) => {
    ended = how;
    rmSync(directory, { recursive: true, force: true });
  });
  await until(
    'the server to answer',
    async () => {
      if (ended !== null) return true;
      return (await fetch(`${origin}/healthz`)).ok ? true : null;
    },
    60_000,
  );
  if (ended !== null) throw new Error(`the server ended with ${ended}:\n${program.output()}`);
  return {
    program,
    origin,
    status,
    waitFor: (state, withinMs) =>
      until(
        `the feed to be ${state}`,
        async () => {
          const now = await status();
          return now.feed.state === state ? now : null;
        },
        withinMs,
      ),
    stop: (signal = 'SIGINT') => program.stop(signal),
  };
}
