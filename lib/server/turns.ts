/** Long work is done in pieces that take turns, so that the watch, the streams and the timers go on meanwhile. */
import type { Timers } from './timers.ts';

export type Turns = {
  /**
   * Resolves when it is this piece's turn, in the order of asking. After each piece the event loop is left to
   * the others for as long as the piece took: however much is asked, half of the time is theirs.
   */
  take(): Promise<void>;
};

export function createTurns(timers: Pick<Timers, 'soon' | 'after'>, now: () => number): Turns {
  const waiting: (() => void)[] = [];
  let busy = false;

  function next(): void {
    const piece = waiting.shift();
    busy = piece !== undefined;
    if (piece === undefined) return;
    timers.soon(() => {
      const startedAt = now();
      piece();
      timers.soon(() => timers.after(now() - startedAt, next));
    });
  }

  return {
    take: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (!busy) next();
      }),
  };
}
