/**
 * `npm run demo`: the demo cluster and Tenure watching it, each a process of its own; builds first when needed.
 * Ends both, and removes what it wrote, when it is told to or when one of them ends.
 */
import './node-version.js';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needsBuild } from './build-age.ts';
import { configOrStop, portOrStop } from './preflight.ts';

const CLUSTER_READY_WITHIN_MS = 20_000;
const SERVER_LIVE_WITHIN_MS = 60_000;
/** A child that does not end by itself within this is killed. */
const ENDS_WITHIN_MS = 6_000;
/** A Ctrl-C reaches the children too; one of them may be gone before this process hears of it. */
const SIGNAL_TRAVELS_MS = 200;
const LAST_WORDS = 4_000;

const root = join(import.meta.dirname, '..');

type Child = {
  name: string;
  process: ChildProcess;
  /** What it said last, for when it dies. */
  words(): string;
  /** How it ended; its exit code when that is all there is to say. */
  over: Promise<number | string>;
};

const children: Child[] = [];
let directory: string | null = null;
let ending = false;

/** SIGTERM for all, SIGKILL for those that do not listen, then the end. */
async function end(code: number): Promise<never> {
  if (ending) return new Promise<never>(() => undefined);
  ending = true;
  for (const child of children) child.process.kill('SIGTERM');
  const killing = setTimeout(() => {
    for (const child of children) child.process.kill('SIGKILL');
  }, ENDS_WITHIN_MS);
  await Promise.all(children.map((child) => child.over));
  clearTimeout(killing);
  if (directory !== null) rmSync(directory, { recursive: true, force: true });
  process.exit(code);
}

function fail(...lines: string[]): Promise<never> {
  if (!ending) for (const line of lines) console.error(line);
  return end(1);
}

function lastWords(child: Child): string {
  const words = child.words().trim();
  return words === '' ? 'It said nothing.' : `Its last words:\n${words}`;
}

/** `mayEnd`: it is there to do something and end with code 0. */
function start(name: string, args: readonly string[], env: NodeJS.ProcessEnv, mayEnd = false): Child {
  const running = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  const keep = (chunk: Buffer): void => {
    words = (words + chunk.toString()).slice(-LAST_WORDS);
  };
  running.stdout.on('data', keep);
  running.stderr.on('data', keep);
  const over = new Promise<number | string>((resolve) => {
    running.once('error', (error) => resolve(`could not be started: ${error.message}`));
    running.once('close', (code, signal) => resolve(code ?? `was ended by ${signal}`));
  });
  const child: Child = { name, process: running, words: () => words, over };
  children.push(child);
  void over.then((how) => {
    if (mayEnd && how === 0) return;
    const said = typeof how === 'number' ? `ended with code ${how}` : how;
    setTimeout(() => void fail(`${name} ${said}. ${lastWords(child)}`), SIGNAL_TRAVELS_MS);
  });
  return child;
}

/** Asks until the answer is not null. */
async function wait<T>(
  child: Child,
  what: string,
  withinMs: number,
  ask: () => Promise<T | null> | T | null,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return fail(`${child.name} was not ${what} within ${withinMs / 1000} s. ${lastWords(child)}`);
}

async function build(): Promise<void> {
  console.log('Building Tenure first. This takes a minute, once.');
  const builder = start('The build', [join(root, 'scripts', 'build.ts')], process.env, true);
  if ((await builder.over) !== 0) return new Promise<never>(() => undefined);
  children.splice(children.indexOf(builder), 1);
}

async function startCluster(kubeconfig: string): Promise<void> {
  const main = join(root, 'lib', 'simulator', 'main.ts');
  const seed = String(Date.now() % 1_000_000);
  const args = [main, '--port', '0', '--seed', seed, '--context', 'demo', '--write-kubeconfig', kubeconfig];
  const cluster = start('The demo cluster', args, process.env);
  await wait(cluster, 'ready', CLUSTER_READY_WITHIN_MS, () =>
    cluster.words().includes('"ready":true') ? true : null,
  );
}

async function startTenure(kubeconfig: string, port: number, host: string): Promise<string> {
  const server = start('Tenure', [join(root, 'scripts', 'start.ts')], {
    ...environment,
    KUBECONFIG: kubeconfig,
    TENURE_DEMO: '1',
    PORT: String(port),
  });
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const origin = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  await wait(server, 'live', SERVER_LIVE_WITHIN_MS, async () => {
    try {
      const answer = await fetch(`${origin}/api/v1/status`);
      return answer.ok && (await answer.text()).includes('"state":"live"') ? true : null;
    } catch {
      // Not listening yet: that is what is being waited for.
      return null;
    }
  });
  return origin;
}

// What says which cluster to watch is meant for another one.
const { KUBECONFIG, TENURE_CONTEXT, TENURE_NAMESPACES, TENURE_CLUSTER_NAME, ...environment } = process.env;
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('SIGHUP', () => void end(0));
const config = configOrStop(environment);
const { host } = config;
const port = await portOrStop(config);
if (needsBuild(root)) await build();
directory = mkdtempSync(join(tmpdir(), 'tenure-demo-'));
const kubeconfig = join(directory, 'kubeconfig');
await startCluster(kubeconfig);
const origin = await startTenure(kubeconfig, port, host);
console.log(`Tenure watches a demo cluster: ${origin.replace('127.0.0.1', 'localhost')}`);
console.log('Ctrl-C ends both.');
