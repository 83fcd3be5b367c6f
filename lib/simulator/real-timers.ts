import type { Timers } from './time.ts';

/** The machine's own time: wall clock at start plus monotonic time since, so that it never steps. */
export function createRealTimers(): Timers {
  return {
    now: () => performance.timeOrigin + performance.now(),
    after(ms, run) {
      const handle = setTimeout(run, Math.max(0, ms));
      return { cancel: () => clearTimeout(handle) };
    },
  };
}
