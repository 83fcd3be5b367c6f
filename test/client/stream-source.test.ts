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

test('a stream that was opened again is one before it says anything, the first is not', () => {
  const opened: { onopen: () => void; onerror: () => void; tell(): void }[] = [];
  class FakeEventSource {
    static CLOSED = 2;
    readyState = 0;
    onopen = () => undefined;
    onerror = () => undefined;
    private listeners = new Map<string, (event: object) => void>();
    constructor() {
      opened.push(this);
    }
    addEventListener(type: string, listener: (event: object) => void) {
      this.listeners.set(type, listener);
    }
    tell() {
      this.listeners.get('patch')?.({ data: '{"now":1}', lastEventId: 'a.1' });
    }
    close() {}
  }
  vi.stubGlobal('EventSource', FakeEventSource);
  const links: string[] = [];
  const close = openStream(URLS, {
    onMessage: () => undefined,
    onLink: ({ type }) => void links.push(type),
  });
  const [source] = opened;
  source?.onopen();
  expect(links).toEqual([]);
  source?.tell();
  source?.onerror();
  source?.onopen();
  expect(links).toEqual(['stream', 'connecting', 'stream']);
  close();
});
