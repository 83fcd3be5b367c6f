import type { Clock } from '../lease/clock.ts';

/** Less than this the two may differ by how the wall clock is slowed and hurried. */
const AHEAD_MS = 2000;

/**
 * The wall clock at the moment of the call plus monotonic time since: a wall clock that is set back moves nothing. One
 * that gets ahead moves it on, for monotonic time stands still while a machine sleeps: else all that happens later would
 * be kept with the hour in which it went to sleep.
 */
export function systemClock(
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): Clock {
  let startedAt = wall() - monotonic();
  return {
    now() {
      const at = startedAt + monotonic();
      const ahead = wall() - at;
      if (ahead < AHEAD_MS) return at;
      startedAt += ahead;
      return at + ahead;
    },
  };
}
