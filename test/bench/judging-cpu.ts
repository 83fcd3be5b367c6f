/**
 * What a round of judging costs in CPU time, in the whole runtime over a real watch. In this process, so that each round
 * can be measured by itself: what the server tells is elapsed time, which others on the machine make longer.
 */
import { createHistory } from '../../lib/history/create-history.ts';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import { readConfig } from '../../lib/server/config.ts';
import { createLog } from '../../lib/server/log.ts';
import { createRuntime } from '../../lib/server/runtime.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers, type Timers } from '../../lib/server/timers.ts';
import { until } from '../setup/process.ts';
import { startSimulator } from '../setup/stack.ts';
import { atMost, type Figure, note, quantile, round } from './report.ts';

const LOAD = '60000,5000';
/** The timer of this period judges. */
const ROUND_MS = 900;
const MOST_SHARE = 5;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export async function judgingCpu(quick: boolean): Promise<Figure[]> {
  const simulator = await startSimulator('--load', LOAD, '--handovers-per-second', '0');
  let took: number[] = [];
  const timers: Timers = {
    ...systemTimers,
    every(ms, run) {
      if (ms !== ROUND_MS) return systemTimers.every(ms, run);
      return systemTimers.every(ms, () => {
        const from = cpuMs();
        run();
        took.push(cpuMs() - from);
      });
    },
  };
  const env = {
    KUBECONFIG: simulator.kubeconfig,
    TENURE_DATABASE_URL: 'none',
    TENURE_LOG_LEVEL: 'silent',
  };
  const config = readConfig(env);
  const [clock, log, { url }] = [systemClock(), createLog(config.logLevel), config.history];
  const history = createHistory({ url, start: startInProcess, instance: 'bench', timers, clock, log });
  const runtime = createRuntime({ config, clock, timers, random: Math.random, log, env, history });
  try {
    runtime.start();
    const isLive = () => (runtime.status().feed.state === 'live' ? true : null);
    await until('the runtime to be live', isLive, 120_000);
    // Everything has settled, and is compiled.
    await pause(35_000);
    took = [];
    const began = performance.now();
    await pause(quick ? 20_000 : 60_000);
    if (took.length === 0) throw new Error(`nothing is done every ${ROUND_MS} ms`);
    const share = (took.reduce((sum, ms) => sum + ms, 0) / (performance.now() - began)) * 100;
    const leases = runtime.status().counts.leases;
    const rounds = `${round(quantile(took, 0.5))} ms the median of ${took.length}, ${round(quantile(took, 0.99))} ms p99`;
    return [
      atMost('judging: CPU time of the rounds', share, MOST_SHARE, '% of a core', `${leases} Leases`),
      note('  a round', rounds),
    ];
  } finally {
    await runtime.stop();
    await simulator.stop();
  }
}
