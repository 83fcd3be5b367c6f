import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLiveClock } from '../../lib/client/live-clock.ts';
import { BROKEN_MS, createLiveStore, SILENCE_MS } from '../../lib/client/live-store.ts';

test('before the first message there is no time', () => {
  expect(createLiveClock().at(5)).toBeNull();
});

test('never ahead of Tenure, and as near as its fastest message', () => {
  const offset = 1_800_000_000_000;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 40 }), (delays) => {
      const clock = createLiveClock();
      for (const [n, delay] of delays.entries()) clock.learn(offset + n * 10_000, n * 10_000 + delay);
      expect(clock.at(500_000)).toBe(offset + 500_000 - Math.min(...delays));
    }),
  );
});

test('follows when the browser’s clock stood still, as in a laptop asleep', () => {
  const clock = createLiveClock();
  clock.learn(1_000, 0);
  clock.learn(3_601_000, 10);
  expect(clock.at(10)).toBe(3_601_000);
});

test('forgets old messages, so that a drift does not add up', () => {
  const clock = createLiveClock();
  clock.learn(10_000, 0);
  for (let n = 1; n <= 60; n += 1) clock.learn(9_000 + n, n);
  expect(clock.at(100)).toBe(9_100);
});

test('Tenure is lost after 12 s without a word, and found with the next', () => {
  let monotonic = 0;
  const store = createLiveStore(() => monotonic);
  monotonic = SILENCE_MS;
  expect(store.lost()).toBe(false);
  monotonic += 1;
  expect(store.lost()).toBe(true);
  store.adopt(store.state(), 5_000);
  expect(store.lost()).toBe(false);
  expect(store.now()).toBe(5_000);
});

test('Tenure is lost 4 s after the connection broke, unless it is back by then', () => {
  let monotonic = 0;
  const store = createLiveStore(() => monotonic);
  const link = (type: 'connecting' | 'stream' | 'polling', problem: string | null = null) =>
    store.setLink({ type, problem });
  store.adopt(store.state(), 5_000);
  link('stream');
  link('connecting', 'broke');
  monotonic = BROKEN_MS;
  link('connecting', 'refused');
  expect(store.lost()).toBe(false);
  monotonic += 1;
  expect(store.lost()).toBe(true);
  link('stream');
  expect(store.lost()).toBe(false);
  link('connecting', 'broke');
  monotonic += BROKEN_MS;
  expect(store.lost()).toBe(false);
});

test('listeners hear of every change until they leave; an equal link is no change', () => {
  const store = createLiveStore(() => 0);
  let heard = 0;
  const leave = store.subscribe(() => {
    heard += 1;
  });
  store.setLink({ type: 'stream', problem: null });
  store.setLink({ type: 'stream', problem: null });
  expect(heard).toBe(1);
  leave();
  store.setLink({ type: 'polling', problem: 'blocked' });
  expect(heard).toBe(1);
});
