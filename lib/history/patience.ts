/** How long a store may take before that is told, and before those who ask it give up. */
import { HistoryError } from './history.ts';
import type { HistoryTimers } from './history-options.ts';

export type Patience = {
  /** Resolves with it, but after `ms` in any case. */
  within(ms: number, run: Promise<void>): Promise<void>;
  /** Calls `late` when it takes longer than `ms`; settles as it does. */
  orTell<T>(ms: number, run: Promise<T>, late: () => void): Promise<T>;
  /** Settles as it does, or rejects with `history_slow` after `ms`; `given` tells the run that nobody waits. */
  orGiveUp<T>(ms: number, run: (given: () => boolean) => Promise<T>): Promise<T>;
};

export function createPatience(timers: HistoryTimers): Patience {
  function orTell<T>(ms: number, run: Promise<T>, late: () => void): Promise<T> {
    const stop = timers.after(ms, late);
    return run.finally(stop);
  }
  return {
    orTell,
    within: (ms, run) => new Promise((resolve, reject) => orTell(ms, run, resolve).then(resolve, reject)),
    orGiveUp: (ms, run) =>
      new Promise((resolve, reject) => {
        let given = false;
        orTell(
          ms,
          run(() => given),
          () => {
            given = true;
            reject(slow());
          },
        ).then(resolve, reject);
      }),
  };
}

export const SLOW = 'history_slow';

export function slow(): HistoryError {
  return new HistoryError({
    code: SLOW,
    message: 'The database of the history does not answer in time.',
    hint: 'What happens meanwhile is buffered and stored when it answers. See whether the database is stopped, overloaded or locked, and whether its disk keeps up.',
  });
}
