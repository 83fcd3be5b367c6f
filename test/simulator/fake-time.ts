import { createPlayedTime, type PlayedTime } from '../../lib/simulator/played-time.ts';

export type FakeTime = PlayedTime & {
  /** Passes time in steps until it holds; false when it never did within `ms`. */
  passUntil(holds: () => boolean, ms: number, stepMs?: number): boolean;
};

export function createFakeTime(start = Date.UTC(2026, 2, 18, 3, 14, 7)): FakeTime {
  const time = createPlayedTime(start);
  return {
    ...time,
    passUntil(holds, ms, stepMs = 50) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        if (holds()) return true;
        time.pass(stepMs);
      }
      return holds();
    },
  };
}
