/** A wait that can be cut short; one at a time. */
import type { Timers } from './timers.ts';

export type Pause = { wait(ms: number): Promise<void>; endNow(): void };

export function createPause(timers: Timers): Pause {
  let end: (() => void) | null = null;
  return {
    wait(ms) {
      if (ms <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          cancel();
          end = null;
          resolve();
        };
        const cancel = timers.after(ms, done);
        end = done;
      });
    },
    endNow: () => end?.(),
  };
}
