import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tellSignedOut } from '../../lib/client/signed-out.ts';
import { openStream } from '../../lib/client/stream-source.ts';
import type { StreamMessage } from '../../lib/view/stream.ts';

const URLS = { stream: '/stream', leases: '/leases', status: '/status', viewer: 'tenure-stream-ana' };
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

test('who signs out in one tab has no stream any more in another, and nobody else loses theirs', () => {
  const listening = new Map<string, Set<() => void>>();
  class FakeChannel {
    readonly name: string;
    constructor(name: string) {
      this.name = name;
    }
    set onmessage(hear: () => void) {
      listening.set(this.name, (listening.get(this.name) ?? new Set()).add(hear));
    }
    postMessage() {
      for (const hear of listening.get(this.name) ?? []) hear();
    }
    close() {
      listening.delete(this.name);
    }
  }
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  let closed = 0;
  vi.stubGlobal(
    'EventSource',
    class {
      addEventListener() {}
      close() {
        closed += 1;
      }
    },
  );
  const links: string[] = [];
  openStream(URLS, { onMessage: () => undefined, onLink: ({ type }) => void links.push(type) });
  const signOutOf = (viewer: string | undefined): void => {
    vi.stubGlobal('document', { documentElement: { dataset: viewer === undefined ? {} : { viewer } } });
    tellSignedOut();
  };
  signOutOf('-ben');
  signOutOf(undefined);
  expect([closed, links]).toEqual([0, []]);
  signOutOf('-ana');
  expect([closed, links]).toEqual([1, ['signed-out']]);
  vi.advanceTimersByTime(60_000);
  expect([closed, links, listening.size]).toEqual([1, ['signed-out'], 0]);
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
