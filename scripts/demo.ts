/**
 * `npm run demo`: the demo cluster and Tenure watching it, each a process of its own; builds first when needed.
 * Behind the live board a third process plays the day before. Ends all, and removes what it wrote, when it is told
 * to or when the cluster or Tenure ends.
 */
import './node-version.js';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needsBuild } from './build-age.ts';
import { readBeginning } from './demo-beginning.ts';
import { configOrStop, portOrStop } from './preflight.ts';

const CLUSTER_READY_WITHIN_MS = 20_000;
const SERVER_LIVE_WITHIN_MS = 60_000;
const HISTORY_READY_WITHIN_MS = 30_000;
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

/** `mayEnd`: null for what the demo can't go on without; else which ends are no reason to end it all. */
function start(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  mayEnd: ((how: number | string) => boolean) | null = null,
): Child {
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
    if (mayEnd?.(how) === true) return;
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
  const builder = start('The build', [join(root, 'scripts', 'build.ts')], process.env, (how) => how === 0);
  if ((await builder.over) !== 0) return new Promise<never>(() => undefined);
  children.splice(children.indexOf(builder), 1);
}

/** Answers with its address. */
async function startCluster(kubeconfig: string): Promise<string> {
  const main = join(root, 'lib', 'simulator', 'main.ts');
  const seed = String(Date.now() % 1_000_000);
  const args = [main, '--port', '0', '--seed', seed, '--context', 'demo', '--write-kubeconfig', kubeconfig];
  const cluster = start('The demo cluster', args, process.env);
  return wait(
    cluster,
    'ready',
    CLUSTER_READY_WITHIN_MS,
    () => /"ready":true,"url":"([^"]+)"/.exec(cluster.words())?.[1] ?? null,
  );
}

async function startTenure(options: {
  kubeconfig: string;
  database: string;
  port: number;
  host: string;
}): Promise<string> {
  const { host, port } = options;
  const server = start('Tenure', [join(root, 'scripts', 'start.js')], {
    ...environment,
    KUBECONFIG: options.kubeconfig,
    TENURE_DATABASE_URL: options.database,
    TENURE_DEMO: '1',
    PORT: String(port),
  });
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const origin = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  await wait(server, 'live', SERVER_LIVE_WITHIN_MS, async () => {
    const status = await statusOf(origin);
    return status?.feed.state === 'live' ? true : null;
  });
  return origin;
}

type Status = { feed: { state: string }; history: { state: string } };

/** Null while Tenure is not listening or not answering. */
async function statusOf(origin: string): Promise<Status | null> {
  try {
    const answer = await fetch(`${origin}/api/v1/status`);
    return answer.ok ? ((await answer.json()) as Status) : null;
  } catch {
    // That it listens is being waited for.
    return null;
  }
}

/** Once Tenure has found its store empty: what comes into it then is history, and joined to nothing. */
async function playPast(origin: string, beginning: string, database: string): Promise<void> {
  const deadline = performance.now() + HISTORY_READY_WITHIN_MS;
  while ((await statusOf(origin))?.history.state !== 'ready' && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 250));
  const args = [join(root, 'scripts', 'demo-past.ts'), beginning, database];
  const past = start('The past', args, environment, () => true);
  const how = await past.over;
  children.splice(children.indexOf(past), 1);
  if (!ending && how !== 0) console.error(`The demo goes on without a past. ${lastWords(past)}`);
}

// What says which cluster to watch is meant for another one, and nobody wants to be told of this one.
const {
  KUBECONFIG,
  TENURE_CONTEXT,
  TENURE_NAMESPACES,
  TENURE_CLUSTER_NAME,
  TENURE_DATABASE_URL,
  TENURE_ALERTMANAGER_URL,
  TENURE_WEBHOOK_URL,
  TENURE_WEBHOOK_SECRET,
  TENURE_SLACK_URL,
  TENURE_BASE_PATH,
  TENURE_BASE_PATH_STRIPPED,
  ...environment
} = process.env;
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('SIGHUP', () => void end(0));
const config = configOrStop(environment);
const { host } = config;
const port = await portOrStop(config);
if (needsBuild(root)) await build();
directory = mkdtempSync(join(tmpdir(), 'tenure-demo-'));
const kubeconfig = join(directory, 'kubeconfig');
const database = `file:${join(directory, 'tenure.db')}`;
const beginning = join(directory, 'beginning.json');
const cluster = await startCluster(kubeconfig);
writeFileSync(beginning, JSON.stringify(await readBeginning(cluster)));
const origin = await startTenure({ kubeconfig, database, port, host });
console.log(`Tenure watches a demo cluster: ${origin.replace('127.0.0.1', 'localhost')}`);
console.log('The 24 hours before fill in behind it. Ctrl-C ends it all.');
await playPast(origin, beginning, database);
