/** What an open store needs from time to time: to be looked after, and to be rid of what is old. */
import type { Clock } from '../lease/clock.ts';
import { asFields, historyError } from './failure.ts';
import type { HistoryLog, HistoryTimers } from './history-options.ts';
import type { Kept, Retention, StoreLink } from './store-calls.ts';

const CHECK_EVERY_MS = 10_000;
const TIDY_FIRST_MS = 60_000;
const TIDY_EVERY_MS = 600_000;
/** Between two steps others have the store. */
const TIDY_STEP_MS = 100;

export type Upkeep = { start(): void; stop(): void };

/** `link`: null while nothing may be asked. `failed`: the store is not what it was when it was opened. */
export function createUpkeep({
  timers,
  clock,
  log,
  retention,
  mayTidy,
  link,
  kept,
  failed,
}: {
  timers: HistoryTimers;
  clock: Clock;
  log: HistoryLog;
  retention: Retention;
  /** One replica does for all. */
  mayTidy: () => boolean;
  link: () => StoreLink | null;
  kept: (kept: Kept) => void;
  failed: (thrown: unknown) => void;
}): Upkeep {
  const stops = new Map<string, () => void>();
  let stopped = false;

  /** `run` once after `ms`, in place of what was planned under this name. */
  function plan(name: string, ms: number, run: () => Promise<void>): void {
    stops.get(name)?.();
    if (stopped) return;
    const stop = timers.after(ms, () => {
      stops.delete(name);
      void run();
    });
    stops.set(name, stop);
  }

  async function check(): Promise<void> {
    try {
      const answer = await link()?.call('check');
      if (answer !== undefined) kept(answer);
    } catch (thrown) {
      failed(thrown);
    }
    plan('check', CHECK_EVERY_MS, check);
  }

  async function tidy(): Promise<void> {
    let next = TIDY_EVERY_MS;
    try {
      const answer = mayTidy() ? await link()?.call('tidy', retention, clock.now()) : undefined;
      if (answer !== undefined && !answer.done) next = TIDY_STEP_MS;
      if (answer === undefined) next = CHECK_EVERY_MS;
      if (answer !== undefined) kept(answer);
    } catch (thrown) {
      if (!stopped) log.warn({ ...asFields(historyError(thrown, null)) }, 'Old history could not be removed');
    }
    plan('tidy', next, tidy);
  }

  return {
    start() {
      plan('check', CHECK_EVERY_MS, check);
      if (!stops.has('tidy')) plan('tidy', TIDY_FIRST_MS, tidy);
    },
    stop() {
      stopped = true;
      for (const stop of stops.values()) stop();
    },
  };
}
