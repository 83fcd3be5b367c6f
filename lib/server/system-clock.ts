import type { Clock } from '../lease/clock.ts';

/** The wall clock at the moment of the call plus monotonic time since: a step of the wall clock moves nothing. */
export function systemClock(): Clock {
  const startedAt = Date.now() - performance.now();
  return { now: () => startedAt + performance.now() };
}
