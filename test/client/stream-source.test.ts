import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStream } from '../../lib/client/stream-source.ts';
import type { StreamMessage } from '../../lib/view/stream.ts';

const URLS = { stream: '/stream', leases: '/leases', status: '/status' };
const POLL_MS = 4_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a poll that is answered after a later one is not taken: it is older', async () => {
  const waiting: ((now: number) => void)[] = [];
  vi.stubGlobal('EventSource', undefined);
  vi.stubGlobal('fetch', (url: string) => {
    if (url !== URLS.status) return Promise.resolve(Response.json({ items: [], nextCursor: null }));
    return new Promise<Response>((resolve) => {
      waiting.push((now) => resolve(Response.json({ now, counts: {}, feed: { scopes: [] } })));
    });
  });
  const heard: number[] = [];
  const close = openStream(URLS, {
    onMessage: ({ data }: StreamMessage) => void heard.push(data.now),
    onLink: () => undefined,
  });
  await vi.advanceTimersByTimeAsync(2 * POLL_MS);
  const [first, second, third] = waiting;
  second?.(2);
  await vi.advanceTimersByTimeAsync(0);
  first?.(1);
  await vi.advanceTimersByTimeAsync(0);
  third?.(3);
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([2, 3]);
  close();
});
