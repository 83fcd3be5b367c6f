/**
 * How long to wait before the next attempt. client-go's reflector waits 0.8 s, doubles to 30 s and adds up to
 * as much again at random (`tools/cache/reflector.go`, "98 % traffic reduction when API server is not
 * healthy"). Here the doubling ends at 15 s, so that the jittered wait ends in [15, 30) s: one dashboard is
 * no herd, and the person before it waits for it.
 */
const FIRST_MS = 800;
const LAST_MS = 15_000;
/** Health shorter than this does not start the row anew: a feed that flaps must not hammer a sick server. */
const HEALTHY_MS = 60_000;

export type Backoff = {
  /** The next delay, ms. `healthyForMs`: how long the attempt that just failed had been healthy. */
  next(healthyForMs: number): number;
  reset(): void;
};

export function createBackoff(random: () => number): Backoff {
  let step = FIRST_MS;
  return {
    next(healthyForMs) {
      if (healthyForMs >= HEALTHY_MS) step = FIRST_MS;
      const delayMs = step * (1 + random());
      step = Math.min(LAST_MS, step * 2);
      return delayMs;
    },
    reset() {
      step = FIRST_MS;
    },
  };
}
