/**
 * Tenure's time in the browser: the browser's own monotonic clock plus an offset learnt from the `now` of
 * Tenure's messages. A message can only arrive late, never early, so the largest offset of a window of
 * messages is the nearest to the truth; the window lets it follow when one of the clocks drifts or slept.
 */
const WINDOW = 40;

export type LiveClock = {
  /** A message said `tenureNow` (epoch ms) and arrived at `at` (the browser's monotonic ms). */
  learn(tenureNow: number, at: number): void;
  /** Tenure's time at `at`, epoch ms; null before the first message. */
  at(at: number): number | null;
  /** Another instance of Tenure speaks, with a clock of its own. */
  reset(): void;
};

export function createLiveClock(): LiveClock {
  let offsets: number[] = [];
  let best: number | null = null;
  return {
    learn(tenureNow, at) {
      offsets.push(tenureNow - at);
      if (offsets.length > WINDOW) offsets = offsets.slice(-WINDOW);
      best = Math.max(...offsets);
    },
    at: (at) => (best === null ? null : at + best),
    reset() {
      offsets = [];
      best = null;
    },
  };
}
