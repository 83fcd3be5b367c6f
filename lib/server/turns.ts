/** Long work takes turns: between two pieces of it the event loop sees to the watch, the streams and the timers. */
import type { Timers } from './timers.ts';

export type Turns = {
  /** Resolves when it is this piece's turn: one a turn of the event loop, in the order of asking. */
  take(): Promise<void>;
};

export function createTurns(timers: Pick<Timers, 'soon'>): Turns {
  const waiting: (() => void)[] = [];

  function next(): void {
    waiting.shift()?.();
    if (waiting.length > 0) timers.soon(next);
  }

  return {
    take: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 1) timers.soon(next);
      }),
  };
}
