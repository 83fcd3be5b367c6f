import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tellSignedOut } from '../../lib/client/signed-out.ts';
import { openStream } from '../../lib/client/stream-source.ts';
import type { StreamMessage } from '../../lib/view/stream.ts';

const URLS = { stream: '/stream', leases: '/leases', status: '/status', viewer: 'tenure-stream-ana' };
const POLL_MS = 4_000;
const RETRY_STREAM_MS = 30_000;

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

test('who signs out in one tab has no stream any more in another, which asks whether it came to that', async () => {
  const listening = new Map<string, Set<() => void>>();
  class FakeChannel {
    readonly name: string;
    private hear: () => void = () => undefined;
    constructor(name: string) {
      this.name = name;
    }
    set onmessage(hear: () => void) {
      this.hear = hear;
      listening.set(this.name, (listening.get(this.name) ?? new Set()).add(hear));
    }
    postMessage() {
      for (const hear of listening.get(this.name) ?? []) hear();
    }
    close() {
      listening.get(this.name)?.delete(this.hear);
    }
  }
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  let opened = 0;
  let closed = 0;
  vi.stubGlobal(
    'EventSource',
    class {
      constructor() {
        opened += 1;
      }
      addEventListener() {}
      close() {
        closed += 1;
      }
    },
  );
  let isSignedOut = false;
  vi.stubGlobal('fetch', async (url: string) => {
    if (isSignedOut) return new Response('{}', { status: 401 });
    return Response.json(
      url === URLS.status ? { counts: {}, feed: { scopes: [] } } : { items: [], nextCursor: null },
    );
  });
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
  expect([closed, opened, links]).toEqual([1, 1, []]);
  // Where it failed, the stream comes back.
  await vi.advanceTimersByTimeAsync(RETRY_STREAM_MS + POLL_MS);
  expect([closed, opened, new Set(links)]).toEqual([1, 2, new Set(['polling'])]);
  signOutOf('-ana');
  isSignedOut = true;
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect([closed, links.at(-1), listening.get(URLS.viewer)?.size]).toEqual([2, 'signed-out', 0]);
  const said = links.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([closed, opened, links.length]).toEqual([2, 2, said]);
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
