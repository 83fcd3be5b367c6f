/**
 * `tenure-process.ts KUBECONFIG DATABASE_URL INSTANCE`: Tenure's runtime and store without its pages, as a process
 * that can be killed. On standard input: "state" and "kept"; answers are lines of JSON on standard output.
 */
import { createInterface } from 'node:readline';
import { createHistory } from '../../lib/history/create-history.ts';
import { startThread } from '../../lib/history/start-thread.ts';
import { readConfig } from '../../lib/server/config.ts';
import { createLog } from '../../lib/server/log.ts';
import { createRuntime } from '../../lib/server/runtime.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers } from '../../lib/server/timers.ts';

const [kubeconfig = '', url = '', instance = ''] = process.argv.slice(2);
const env = { KUBECONFIG: kubeconfig, TENURE_DATABASE_URL: url, TENURE_LOG_LEVEL: 'silent' };
const config = readConfig(env);
const clock = systemClock();
const timers = systemTimers;
const log = createLog(config.logLevel);
const history = createHistory({
  url,
  start: startThread(new URL('../../lib/history/worker.ts', import.meta.url).pathname),
  instance,
  timers,
  clock,
  log,
});
const runtime = createRuntime({ config, clock, timers, random: Math.random, log, env, history });

const say = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const ALL = {
  namespaces: [],
  names: [],
  classes: [],
  q: null,
  causes: [],
  holders: [],
  from: 0,
  to: Number.MAX_SAFE_INTEGER,
};

async function answer(line: string): Promise<unknown> {
  if (line === 'kept') {
    await history.flush();
    const { reads } = history;
    const handovers = await reads.handovers(ALL, { limit: 10_000, after: null });
    const holders = new Set(handovers.flatMap((one) => (one.to === null ? [] : [one.to])));
    const to = clock.now();
    const from = history.status().keptFrom ?? to;
    const blind = await reads.blindSpots({ from, to, watching: [] });
    const watched = blind.map((spot, index) => ({ from: blind[index - 1]?.to ?? from, to: spot.from }));
    watched.push({ from: blind.at(-1)?.to ?? from, to });
    return { handovers, blind, watched, places: await reads.places([...holders]) };
  }
  if (line === 'alerts') return { alerts: runtime.alerts.all() };
  const { feed, history: keeping } = runtime.status();
  return { state: feed.state, history: keeping.state, error: keeping.error };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  answer(line).then(say, (error: unknown) => say({ failed: String(error) }));
});
process.on('SIGTERM', () => {
  runtime.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
runtime.start();
say({ started: instance });
