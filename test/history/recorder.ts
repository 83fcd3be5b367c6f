/** A history with a real store, whose clock and timers the test moves. */
import { join } from 'node:path';
import { createHistory } from '../../lib/history/create-history.ts';
import type { History } from '../../lib/history/history.ts';
import type { HistoryLimits } from '../../lib/history/history-options.ts';
import { startThread } from '../../lib/history/start-thread.ts';
import type { StartStore } from '../../lib/history/store-calls.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';
import { until } from '../setup/process.ts';
import { START } from './batch-builder.ts';

export const WORKER = join(import.meta.dirname, '../../lib/history/worker.ts');

export type Recorder = {
  history: History;
  now(): number;
  pass(ms: number): void;
  /** Passes a second at a time until it is so. */
  reach(state: HistoryStatus['state'], code?: string): Promise<HistoryStatus>;
  warned: string[];
  /** What was said along with that to be done, or to come. */
  hinted: unknown[];
  /** How many timers run. */
  planned(): number;
};

export function recorder(
  url: string | null,
  {
    instance = 'one',
    start = startThread(WORKER),
    limits = {},
  }: { instance?: string; start?: StartStore; limits?: Partial<HistoryLimits> } = {},
): Recorder {
  let now = START + 3_600_000;
  const timers = new Set<{ at: number; run: () => void }>();
  const warned: string[] = [];
  const hinted: unknown[] = [];
  const history = createHistory({
    url,
    start,
    instance,
    limits,
    clock: { now: () => now },
    timers: {
      after(ms, run) {
        const timer = { at: now + ms, run };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    log: {
      info: () => undefined,
      warn(fields) {
        warned.push(String(fields.code));
        if ('hint' in fields) hinted.push(fields.hint);
      },
    },
  });
  function pass(ms: number): void {
    const end = now + ms;
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      timers.delete(next);
      now = Math.max(now, next.at);
      next.run();
    }
    now = end;
  }
  return {
    history,
    now: () => now,
    pass,
    warned,
    hinted,
    planned: () => timers.size,
    reach: (state, code) =>
      until(`${state} ${code ?? ''}`, () => {
        const status = history.status();
        if (status.state === state && (code === undefined || status.error?.code === code)) return status;
        pass(1000);
        return null;
      }),
  };
}

export const CLUSTER = { aliases: ['uid:cluster-1'], name: 'test' };
