/**
 * `npm run demo`: the demo cluster and Tenure watching it, each a process of its own; builds first when needed.
 * Ends both, and removes what it wrote, when it is told to or when one of them ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LEAST_NODE = [24, 15] as const;
const CLUSTER_READY_WITHIN_MS = 20_000;
const SERVER_LIVE_WITHIN_MS = 60_000;
/** A child that does not end by itself within this is killed. */
const ENDS_WITHIN_MS = 6_000;
/** A Ctrl-C reaches the children too; one of them may be gone before this process hears of it. */
const SIGNAL_TRAVELS_MS = 200;
const LAST_WORDS = 4_000;

const root = join(import.meta.dirname, '..');
const standalone = join(root, '.next', 'standalone', 'server.js');

/** What the build is made of; a build older than any of it is made anew. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.js',
  'package-lock.json',
];
/** The simulator is no part of the build. */
const NOT_BUILT = join(root, 'lib', 'simulator');

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

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  console.error(
    `The demo needs Node ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).`,
  );
  console.error('Start it with "npm run demo" after "npm ci", which brings the right Node along.');
  process.exit(1);
}

async function readPort(): Promise<number> {
  const text = process.env.PORT ?? '';
  const port = text === '' ? 3000 : Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  return fail(`PORT is "${text}", which is no port. Give a whole number from 1 to 65535, such as 3000.`);
}

/** Listens there for a moment, before anything is built or started in vain. */
function checkPort(port: number, host: string): Promise<void> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'something else listens there' : error.message;
      const other = port === 65_535 ? 3000 : port + 1;
      void fail(
        `The demo cannot use port ${port} on ${host}: ${why}.`,
        `Set PORT to another one, for instance: PORT=${other} npm run demo`,
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function newestIn(path: string): number {
  if (path === NOT_BUILT) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function needsBuild(): boolean {
  if (!existsSync(standalone)) return true;
  const builtAt = statSync(join(root, '.next', 'BUILD_ID'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = SOURCES.map((name) => join(root, name)).filter((path) => existsSync(path));
  return sources.some((path) => newestIn(path) > builtAt);
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
  const { TENURE_CONTEXT, TENURE_NAMESPACES, TENURE_CLUSTER_NAME, ...rest } = process.env;
  const env = {
    ...rest,
    KUBECONFIG: kubeconfig,
    TENURE_DEMO: 'true',
    PORT: String(port),
  };
  const server = start('Tenure', [join(root, 'scripts', 'start.ts')], env);
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

checkNode();
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('SIGHUP', () => void end(0));
const port = await readPort();
const host = process.env.TENURE_HOST || '127.0.0.1';
await checkPort(port, host);
if (needsBuild()) await build();
directory = mkdtempSync(join(tmpdir(), 'tenure-demo-'));
const kubeconfig = join(directory, 'kubeconfig');
await startCluster(kubeconfig);
const origin = await startTenure(kubeconfig, port, host);
console.log(`Tenure watches a demo cluster: ${origin.replace('127.0.0.1', 'localhost')}`);
console.log('Ctrl-C ends both.');
