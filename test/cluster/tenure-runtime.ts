/** Tenure's whole runtime in this process, without its pages, and without a store unless `more` names one. */
import { createHistory } from '../../lib/history/create-history.ts';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import { readConfig } from '../../lib/server/config.ts';
import { createLog } from '../../lib/server/log.ts';
import { createRuntime, type Runtime } from '../../lib/server/runtime.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers as timers } from '../../lib/server/timers.ts';

export function startTenureRuntime(kubeconfig: string, more: Record<string, string> = {}): Runtime {
  const env = { KUBECONFIG: kubeconfig, TENURE_DATABASE_URL: 'none', TENURE_LOG_LEVEL: 'silent', ...more };
  const config = readConfig(env);
  const clock = systemClock();
  const log = createLog(config.logLevel);
  const { url } = config.history;
  const history = createHistory({ url, start: startInProcess, instance: 'findings', timers, clock, log });
  const runtime = createRuntime({ config, clock, timers, random: Math.random, log, env, history });
  runtime.start();
  return runtime;
}
