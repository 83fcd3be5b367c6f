import type { Timers } from '../../lib/server/timers.ts';

type Waiting = { at: number; every: number | null; run: () => void };

/** A clock and timers turned by hand. `advance` runs what falls due, in order, and lets promises settle. */
export function fakeTime(start = 1_800_000_000_000) {
  let now = start;
  const waiting = new Set<Waiting>();

  function add(entry: Waiting): () => void {
    waiting.add(entry);
    return () => waiting.delete(entry);
  }
  const timers: Timers = {
    every: (ms, run) => add({ at: now + ms, every: ms, run }),
    after: (ms, run) => add({ at: now + ms, every: null, run }),
    soon: (run) => queueMicrotask(run),
  };
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };

  return {
    now: () => now,
    timers,
    settle,
    pending: () => waiting.size,
    async advance(ms: number) {
      const end = now + ms;
      for (;;) {
        const next = [...waiting].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        if (next.every === null) waiting.delete(next);
        else next.at += next.every;
        next.run();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
