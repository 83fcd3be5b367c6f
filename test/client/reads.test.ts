import type { SWRConfiguration } from 'swr';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../lib/client/fetch-json.ts';
import { onErrorRetry } from '../../lib/client/reads.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const asked: string[] = [];
function fail(key: string, refreshInterval: SWRConfiguration['refreshInterval'], error: unknown = 'failed') {
  const config = { refreshInterval } as Parameters<typeof onErrorRetry>[2];
  const revalidate = () => Promise.resolve(asked.push(key) > 0);
  onErrorRetry(error, key, config, revalidate, { retryCount: 1, dedupe: true });
}
const after = (ms: number) => {
  asked.length = 0;
  vi.advanceTimersByTime(ms);
  return [...asked];
};

test('a read that failed is asked again once, however many times it was asked meanwhile', () => {
  for (let times = 0; times < 100; times++) fail('timeline', 5_000);
  fail('nodes', 5_000);
  expect(after(5_000)).toEqual(['timeline', 'nodes']);
  expect(after(60_000)).toEqual([]);
  fail('timeline', 5_000);
  expect(after(5_000)).toEqual(['timeline']);
});

test.each([
  ['at its interval', 10_000, 10_000],
  ['no later than after a quarter of a minute', 60_000, 15_000],
  ['soon where it has none', 0, 5_000],
  ['soon where that varies', () => 60_000, 5_000],
])('%s', (_, interval, ms) => {
  fail('key', interval);
  expect(after(ms - 1)).toEqual([]);
  expect(after(1)).toEqual(['key']);
});

test('not where the answer would be the same', () => {
  fail('key', 5_000, new ApiError(401, 'unauthorized', 'Nobody is signed in.'));
  fail('key', 5_000, new ApiError(400, 'bad_request', 'The range ends before it begins.'));
  expect(after(60_000)).toEqual([]);
});
