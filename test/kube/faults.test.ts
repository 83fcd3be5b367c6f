import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Cluster } from '../../lib/kube/cluster.ts';
import { openConnection } from '../../lib/kube/connection.ts';
import { KubeFailure } from '../../lib/kube/failure.ts';
import { leaseList, reset, status, watchEnding, watching } from './fake-api.ts';
import { bookmark, errorEvent, event, modified, rawLease } from './raw-lease.ts';
import { type Watched, watchFake } from './watched.ts';

let watched: Watched;
afterEach(() => watched.end());

const watches = (): number => watched.api.asked.filter((one) => one.kind === 'watch').length;
const versionsAsked = (): (string | null)[] =>
  watched.api.asked.filter((one) => one.kind === 'watch').map((one) => one.query.get('resourceVersion'));

/** Live on resourceVersion 10, with these watches to come. */
async function live(...answers: Parameters<Watched['api']['script']>[1][]): Promise<void> {
  watched = await watchFake();
  watched.api.script('list', leaseList('10', [rawLease({})]));
  watched.api.script('watch', ...answers);
  watched.reflector.start();
}

describe('never reached', () => {
  const at = (server: string) => (): Cluster => ({
    name: 'x',
    server,
    namespaceOfPod: null,
    fingerprint: async () => 'ca:test',
    connect: async (options) =>
      openConnection({ server: new URL(server), headers: {}, tls: {}, proxy: null }, options),
  });

  it('refused: unreachable with the exact words, tried again with growing delays', async () => {
    const free = createServer();
    const port = await new Promise<number>((resolve) =>
      free.listen(0, '127.0.0.1', () => resolve((free.address() as { port: number }).port)),
    );
    await new Promise((resolve) => free.close(resolve));
    watched = await watchFake({ cluster: at(`http://127.0.0.1:${port}`) });
    watched.reflector.start();
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await watched.until(() => watched.feed().attempt === attempt);
      delays.push((watched.feed().nextAttemptAt ?? 0) - watched.time.clock.now());
      watched.reflector.retryNow();
    }
    expect(delays).toEqual([1200, 2400, 4800, 9600, 19_200, 22_500, 22_500]);
    expect(watched.feed()).toMatchObject({
      state: 'unreachable',
      lastError: { code: 'ECONNREFUSED', message: `connect ECONNREFUSED 127.0.0.1:${port}` },
    });
    expect(watched.feed().lastError?.hint).toContain('Nothing listens');
  });

  it('DNS: says that the name is not known', async () => {
    watched = await watchFake({ cluster: at('http://no-such-host.invalid:6443') });
    watched.reflector.start();
    await watched.untilState('unreachable');
    expect(watched.feed().lastError?.code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
    expect(watched.feed().lastError?.hint).toContain('DNS');
  });

  it('credentials that cannot be made', async () => {
    const connect = (): Promise<never> =>
      Promise.reject(new KubeFailure('credentials', 'credentials', 'aws: not found', 'install it'));
    watched = await watchFake({
      cluster: () => ({
        name: 'x',
        server: 'x',
        namespaceOfPod: null,
        fingerprint: async () => 'ca:test',
        connect,
      }),
    });
    watched.reflector.start();
    await watched.untilState('unreachable');
    expect(watched.feed().lastError).toEqual({
      code: 'credentials',
      message: 'aws: not found',
      hint: 'install it',
    });
  });
});

describe('a broken watch', () => {
  it('TCP reset: stale, then resumed from the last resourceVersion, nothing lost', async () => {
    await live(
      watching([modified({ version: '11', holder: 'b' })]),
      watching([modified({ version: '12', holder: 'c' })]),
    );
    await watched.until(() => watched.holders().length === 1);
    watched.api.reset();
    await watched.untilState('stale');
    expect(watched.feed().lastError?.code).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    watched.time.advance(1600);
    await watched.until(() => watched.holders().length === 2);
    expect(versionsAsked()).toEqual(['10', '11']);
    expect(watched.told.filter((one) => one.type === 'listStarted')).toHaveLength(1);
    expect(watched.feed().blindSpots).toEqual([]);
  });

  it('becomes unreachable after 60 s, and live again by itself', async () => {
    await live(watching([]), reset, reset, watching([bookmark('11')]));
    await watched.untilState('live');
    watched.api.reset();
    await watched.untilState('stale');
    watched.time.advance(1600);
    await watched.until(() => watched.feed().attempt === 2);
    watched.time.advance(100);
    expect(watched.feed().state).toBe('stale');
    watched.time.advance(58_400);
    await watched.untilState('unreachable');
    await watched.until(() => watched.feed().attempt === 3);
    watched.reflector.retryNow();
    await watched.untilState('live');
    expect(watched.feed()).toMatchObject({ attempt: 0, lastError: null, nextAttemptAt: null });
  });

  it('401: unauthorized, and the next attempt makes its credentials afresh', async () => {
    const wishes: boolean[] = [];
    watched = await watchFake({
      cluster: (api) => ({
        name: 'x',
        server: api.url,
        namespaceOfPod: null,
        fingerprint: async () => 'ca:test',
        connect: async (options) => {
          wishes.push(options.fresh === true);
          return openConnection({ server: new URL(api.url), headers: {}, tls: {}, proxy: null }, options);
        },
      }),
    });
    watched.api.script('list', status(401, 'Unauthorized'), leaseList('10', []));
    watched.api.script('watch', watching([]));
    watched.reflector.start();
    await watched.untilState('unauthorized');
    expect(watched.feed().lastError).toMatchObject({ code: 'unauthorized', message: 'Unauthorized' });
    watched.reflector.retryNow();
    await watched.untilState('live');
    expect(wishes).toEqual([false, true]);
  });

  it("403: forbidden with the server's words, asked again every 15 to 30 s", async () => {
    const words = 'leases.coordination.k8s.io is forbidden: User "viewer" cannot list resource "leases"';
    watched = await watchFake();
    watched.api.script('list', status(403, words, {}, 'Forbidden'), leaseList('10', []));
    watched.api.script('watch', watching([]));
    watched.reflector.start();
    await watched.untilState('forbidden');
    expect(watched.feed().lastError).toMatchObject({ code: 'forbidden', message: words });
    expect(watched.feed().nextAttemptAt).toBe(watched.time.clock.now() + 22_500);
    watched.time.advance(22_500);
    await watched.untilState('live');
  });

  it.each([
    ['HTTP 410', status(410, 'too old resource version', {}, 'Expired')],
    ['an in-stream ERROR 410', watching([errorEvent(410, 'too old resource version: 1 (245)', 'Expired')])],
    ['an in-stream ERROR of reason Gone', watching([errorEvent(0, 'gone', 'Gone')])],
  ])('%s: lists anew at once, blind since the last proof', async (_, gone) => {
    await live(watching([bookmark('11')]), gone, watching([]));
    await watched.until(() => watched.feed().lastEventAt !== null);
    const provenAt = watched.feed().provenAt;
    watched.time.advance(2000);
    watched.api.reset();
    await watched.untilState('stale');
    watched.time.advance(1600);
    await watched.until(() => watched.told.filter((one) => one.type === 'listDone').length === 2);
    expect(watched.told.at(-1)).toEqual({ type: 'listDone', blindFrom: provenAt });
    await watched.untilState('live');
    expect(watched.feed().blindSpots).toEqual([{ from: provenAt, to: watched.time.clock.now() }]);
    expect(versionsAsked()).toEqual(['10', '11', '10']);
  });

  it('410 again and again is no hot loop', async () => {
    await live(status(410, 'too old', {}, 'Expired'));
    await watched.until(() => watched.feed().attempt === 2);
    expect(watches()).toBe(2);
    expect(watched.time.pending()).toContain(1200);
  });

  it('429: comes back when it was told to', async () => {
    await live(
      watching([]),
      status(429, 'storage is (re)initializing', { 'retry-after': '7' }),
      watching([]),
    );
    await watched.untilState('live');
    watched.api.reset();
    await watched.untilState('stale');
    watched.time.advance(1600);
    await watched.until(() => watched.feed().lastError?.code === 'throttled');
    expect(watched.feed().nextAttemptAt).toBe(watched.time.clock.now() + 7500);
  });

  it.each([
    ['HTTP 500', status(500, 'etcdserver: leader changed'), 'http_500'],
    ['an in-stream ERROR', watching([errorEvent(500, 'etcdserver: leader changed')]), 'http_500'],
  ])('%s: stale with its words, resumed without a list', async (_, failing, code) => {
    await live(failing, watching([bookmark('11')]));
    await watched.until(() => watched.feed().attempt === 1);
    expect(watched.feed().lastError).toMatchObject({ code, message: 'etcdserver: leader changed' });
    watched.reflector.retryNow();
    await watched.untilState('live');
    expect(versionsAsked()).toEqual(['10', '10']);
  });

  it('a cut line at the end is dropped and comes again: nothing is lost', async () => {
    const whole = JSON.stringify(modified({ version: '12', holder: 'c' }));
    await live(
      watching([modified({ version: '11', holder: 'b' })], {
        after: (response) => response.end(whole.slice(0, 60)),
      }),
      watching([modified({ version: '12', holder: 'c' })]),
    );
    await watched.until(() => watched.feed().attempt === 1);
    watched.reflector.retryNow();
    await watched.until(() => watched.holders().length === 2);
    expect(watched.holders()).toEqual(['b', 'c']);
    expect(versionsAsked()).toEqual(['10', '11']);
  });

  it('garbage is not swallowed: resumed, and listed anew when it comes again', async () => {
    const garbage = watching([], { after: (response) => response.write('<html>\n') });
    await live(garbage, garbage, watching([bookmark('11')]));
    await watched.until(() => watched.feed().attempt === 1);
    expect(watched.feed().lastError?.code).toBe('protocol');
    watched.reflector.retryNow();
    await watched.until(() => watched.feed().attempt === 2);
    watched.reflector.retryNow();
    await watched.until(() => watches() === 3);
    await watched.untilState('live');
    expect(watched.told.filter((one) => one.type === 'listDone')).toHaveLength(2);
  });

  it('silence of 100 s is a dead connection: asked again at once', async () => {
    await live(watching([]), watching([bookmark('11')]));
    await watched.untilState('live');
    watched.time.advance(100_000);
    await watched.untilState('stale');
    expect(watched.feed().lastError?.code).toBe('watch_silent');
    await watched.untilState('live');
    expect(watches()).toBe(2);
  });

  it('a clean end after a while is normal: still live, asked again at once', async () => {
    let finish = (): void => undefined;
    await live(
      watching([], {
        after: (response) => {
          finish = () => response.end();
        },
      }),
      watching([bookmark('11')]),
    );
    await watched.untilState('live');
    watched.time.advance(6000);
    finish();
    await watched.until(() => watched.feed().reconnects === 1);
    expect(watched.feeds.map((feed) => feed.state)).not.toContain('stale');
    expect(watched.feed()).toMatchObject({ state: 'live', attempt: 0 });
  });

  it('a watch that ends at once over and over waits longer and longer', async () => {
    await live(watchEnding([]));
    const delays: number[] = [];
    for (let round = 1; round <= 4; round += 1) {
      await watched.until(() => watches() === round && watched.feed().nextAttemptAt !== null);
      delays.push((watched.feed().nextAttemptAt ?? 0) - watched.time.clock.now());
      expect(watches()).toBe(round);
      watched.reflector.retryNow();
    }
    expect(delays).toEqual([1200, 2400, 4800, 9600]);
    expect(watched.feed().lastError?.code).toBe('watch_ended');
  });

  it('an exception in the sink is logged and the watch goes on', async () => {
    let calls = 0;
    watched = await watchFake({
      sink: {
        changed: () => {
          calls += 1;
          throw new Error('a bug');
        },
      },
    });
    watched.api.script('list', leaseList('10', []));
    watched.api.script(
      'watch',
      watching([
        modified({ version: '11' }),
        modified({ version: '12' }),
        event('DELETED', rawLease({ version: '13' })),
      ]),
    );
    watched.reflector.start();
    await watched.until(() => watched.told.some((one) => one.type === 'deleted'));
    expect(calls).toBe(2);
    expect(watched.logged.filter((message) => message.includes('judging'))).toHaveLength(1);
    expect(watched.feed().state).toBe('live');
  });
});
