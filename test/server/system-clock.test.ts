import { expect, test } from 'vitest';
import { systemClock } from '../../lib/server/system-clock.ts';

const START = Date.parse('2026-05-04T10:00:00Z');

function clocks() {
  let wall = START;
  let monotonic = 5000;
  return {
    now: systemClock(
      () => wall,
      () => monotonic,
    ).now,
    pass(ms: number) {
      wall += ms;
      monotonic += ms;
    },
    step(ms: number) {
      wall += ms;
    },
  };
}

test('it is the wall clock at the start, and monotonic time since', () => {
  const { now, pass } = clocks();
  expect(now()).toBe(START);
  pass(1500.5);
  expect(now()).toBe(START + 1500.5);
});

test('a wall clock that is set back, or a little forward, moves nothing', () => {
  const { now, pass, step } = clocks();
  pass(10_000);
  step(-3_600_000);
  expect(now()).toBe(START + 10_000);
  step(3_600_000 + 1_999);
  expect(now()).toBe(START + 10_000);
});

test('after the machine has slept it is on time again, and goes on from there', () => {
  const { now, pass, step } = clocks();
  pass(10_000);
  step(3_600_000);
  expect(now()).toBe(START + 3_610_000);
  pass(250);
  expect(now()).toBe(START + 3_610_250);
  step(-1000);
  expect(now()).toBe(START + 3_610_250);
});
