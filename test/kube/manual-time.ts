/** A clock and timers whose hands the test turns. */
import type { Timers } from '../../lib/kube/timers.ts';

export type ManualTime = {
  clock: { now(): number };
  timers: Timers;
  /** Moves time on, running what falls due in order. */
  advance(ms: number): void;
  /** Time passes and nothing runs, as where a process is stopped. */
  stand(ms: number): void;
  /** How long until each pending timer, ms, soonest first. */
  pending(): number[];
};

export const START = Date.parse('2026-05-04T10:00:00Z');

export function manualTime(onChange: () => void = () => undefined): ManualTime {
  let now = START;
  let timers: { at: number; run: () => void }[] = [];
  return {
    clock: { now: () => now },
    timers: {
      after(ms, run) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        onChange();
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((one) => one !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
    },
    stand(ms) {
      now += ms;
    },
    pending: () => timers.map((one) => one.at - now).sort((a, b) => a - b),
  };
}
