/**
 * `demo-past.ts BEGINNING DATABASE_URL`: gives a demo cluster that has just begun the 24 hours before. They are
 * played by the cluster's own electors, newest hour first, and watched, judged and stored by the same code as the
 * present, as by another replica of Tenure that ran then. Ends with 0 when all of it is stored.
 */
import './node-version.js';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { createHistory } from '../lib/history/create-history.ts';
import type { History } from '../lib/history/history.ts';
import { startInProcess } from '../lib/history/start-in-process.ts';
import { systemClock } from '../lib/server/system-clock.ts';
import { systemTimers } from '../lib/server/timers.ts';
import { WORKLOADS } from '../lib/simulator/demo-workloads.ts';
import { playStretch, stretches } from '../lib/simulator/past.ts';
import { planPast } from '../lib/simulator/past-plan.ts';
import { createRandom } from '../lib/simulator/random.ts';
import { ELECTIONS } from '../lib/simulator/topology.ts';
import type { Beginning } from './demo-beginning.ts';
import { recordStretch } from './past-recorder.ts';

const CLOSE_WITHIN_MS = 10_000;

async function play(history: History, beginning: Beginning): Promise<void> {
  const { at, revision, leases } = beginning;
  const random = createRandom(Math.round(at));
  const past = planPast({ elections: ELECTIONS, workloads: WORKLOADS, leases, beginsAt: at, random });
  for (const span of stretches(past, at)) {
    const stretch = playStretch(past, span, { at, revision });
    for (const part of recordStretch(stretch, past)) {
      history.record(part);
      await turn();
    }
    await history.flush();
    const { error, lost } = history.status();
    if (error !== null || lost > 0) throw new Error(error?.message ?? `${lost} events could not be stored`);
  }
}

const [beginningFile = '', url = ''] = process.argv.slice(2);
// Whoever looks at the board comes first.
setPriority(constants.priority.PRIORITY_LOW);
const say = (fields: Record<string, unknown>, message: string) =>
  console.error(message, JSON.stringify(fields));
const history = createHistory({
  url,
  start: startInProcess,
  instance: 'past',
  timers: systemTimers,
  clock: systemClock(),
  log: { info: () => undefined, warn: say },
});
// Its timers let a process end that has nothing else to do.
const alive = setInterval(() => undefined, 60_000);
try {
  const beginning = JSON.parse(readFileSync(beginningFile, 'utf8')) as Beginning;
  await history.open({ aliases: [`uid:${beginning.clusterId}`], name: null });
  await play(history, beginning);
} catch (error) {
  console.error(`The past could not be played: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await history.close(CLOSE_WITHIN_MS);
  clearInterval(alive);
}
