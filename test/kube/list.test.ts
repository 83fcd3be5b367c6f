import { afterEach, describe, expect, it } from 'vitest';
import { leaseList, silence, status, watching } from './fake-api.ts';
import { bookmark, errorEvent, event, rawLease } from './raw-lease.ts';
import { type Watched, watchFake } from './watched.ts';

let watched: Watched;
afterEach(() => watched.end());

describe('the list', () => {
  it('is read in pages, then watched from its resourceVersion', async () => {
    watched = await watchFake({ pageSize: 2 });
    watched.api.script(
      'list',
      leaseList('7', [rawLease({ name: 'a' }), rawLease({ name: 'b' })], {
        continue: 'next/2',
        remainingItemCount: 1,
      }),
      leaseList('7', [rawLease({ name: 'c' })]),
    );
    watched.api.script('watch', watching([]));
    watched.reflector.start();
    await watched.untilState('live');

    expect(watched.told).toEqual([
      { type: 'listStarted' },
      { type: 'listed', names: ['a', 'b'] },
      { type: 'listed', names: ['c'] },
      { type: 'listDone', blindFrom: null },
    ]);
    const [first, second] = watched.api.asked.filter((one) => one.kind === 'list');
    expect(first?.query.get('limit')).toBe('2');
    expect(second?.query.get('continue')).toBe('next/2');
    const watch = watched.api.asked.find((one) => one.kind === 'watch');
    expect(Object.fromEntries(watch?.query ?? [])).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '7',
      timeoutSeconds: '2700',
    });
    expect(watched.feed()).toMatchObject({ done: 3, total: 3, attempt: 0, lastError: null });
  });

  it('tells of its progress with the total that the server names', async () => {
    watched = await watchFake({ pageSize: 1 });
    const page = leaseList('7', [rawLease({})], { continue: 'x', remainingItemCount: 64_999 });
    watched.api.script('list', page, silence);
    watched.reflector.start();
    await watched.until(() => watched.told.length === 2);
    expect(watched.feed()).toMatchObject({ state: 'syncing', done: 1, total: 65_000 });
  });

  it('watches one namespace only when asked to', async () => {
    watched = await watchFake({ namespace: 'team a' });
    watched.api.script('list', leaseList('7', []));
    watched.api.script('watch', watching([]));
    watched.reflector.start();
    await watched.untilState('live');
    const paths = new Set(watched.api.asked.filter((one) => one.kind !== 'version').map((one) => one.path));
    expect([...paths]).toEqual(['/apis/coordination.k8s.io/v1/namespaces/team%20a/leases']);
  });

  it('begins again when its continue token expires (410 while paging)', async () => {
    watched = await watchFake({ pageSize: 1 });
    watched.api.script(
      'list',
      leaseList('7', [rawLease({ name: 'old' })], { continue: 'x' }),
      status(410, 'The provided continue parameter is too old', {}, 'Expired'),
      leaseList('9', [rawLease({ name: 'new' })]),
    );
    watched.api.script('watch', watching([]));
    watched.reflector.start();
    await watched.untilState('live');
    expect(watched.told).toEqual([
      { type: 'listStarted' },
      { type: 'listed', names: ['old'] },
      { type: 'listStarted' },
      { type: 'listed', names: ['new'] },
      { type: 'listDone', blindFrom: null },
    ]);
  });

  it('leaves out what is no Lease, and takes one without a spec', async () => {
    watched = await watchFake();
    const bare = { metadata: { name: 'bare', namespace: 'x', uid: 'u', resourceVersion: '1' } };
    watched.api.script('list', leaseList('7', [null, 'text', { metadata: 5 }, bare]));
    watched.api.script('watch', watching([event('MODIFIED', bare), event('MODIFIED', null), bookmark('8')]));
    watched.reflector.start();
    await watched.until(() => watched.told.length === 4);
    expect(watched.told[1]).toEqual({ type: 'listed', names: ['bare'] });
    expect(watched.told[3]).toMatchObject({ type: 'changed', name: 'bare', holder: '' });
    expect(watched.reflector.refused()).toBe(4);
    expect(watched.logged.filter((message) => message.includes('no Lease'))).toHaveLength(1);
  });

  it('bears a decoder that throws', async () => {
    watched = await watchFake({
      decode: () => {
        throw new Error('a bug');
      },
    });
    watched.api.script('list', leaseList('7', [rawLease({})]));
    watched.api.script('watch', watching([event('MODIFIED', rawLease({ version: '8' }))]));
    watched.reflector.start();
    await watched.until(() => watched.reflector.refused() === 2);
    expect(watched.feed().state).toBe('live');
  });
});

describe('WatchList', () => {
  const modern = (body: Watched): void =>
    body.api.script('version', (response) => response.end('{"major":"1","minor":"34+"}'));
  const end = bookmark('20', { 'k8s.io/initial-events-end': 'true' });

  it('is used from 1.34: one stream for the list and the watch', async () => {
    watched = await watchFake();
    modern(watched);
    watched.api.script('list', leaseList('1', [rawLease({})], { continue: 'x', remainingItemCount: 1 }));
    const initial = [event('ADDED', rawLease({ name: 'a' })), event('ADDED', rawLease({ name: 'b' })), end];
    watched.api.script(
      'watch',
      watching([...initial, event('DELETED', rawLease({ name: 'a', version: '21' }))]),
    );
    watched.reflector.start();
    await watched.until(() => watched.told.length === 4);
    expect(watched.told).toEqual([
      { type: 'listStarted' },
      { type: 'listed', names: ['a', 'b'] },
      { type: 'listDone', blindFrom: null },
      { type: 'deleted', name: 'a', backlog: false },
    ]);
    const watch = watched.api.asked.find((one) => one.kind === 'watch');
    expect(watch?.query.get('sendInitialEvents')).toBe('true');
    expect(watch?.query.get('resourceVersionMatch')).toBe('NotOlderThan');
    expect(watched.feed()).toMatchObject({ state: 'live', done: 2, total: 2 });
  });

  it('passes on what was deleted before its initial events end', async () => {
    watched = await watchFake();
    modern(watched);
    watched.api.script('list', leaseList('1', []));
    const added = (name: string): unknown => event('ADDED', rawLease({ name }));
    const deleted = (name: string): unknown => event('DELETED', rawLease({ name }));
    watched.api.script(
      'watch',
      watching([added('a'), added('b'), deleted('a'), deleted('b'), added('b'), end]),
    );
    watched.reflector.start();
    await watched.untilState('live');
    expect(watched.told.slice(1)).toEqual([
      { type: 'listed', names: ['a', 'b', 'b'] },
      { type: 'listDone', blindFrom: null },
      { type: 'deleted', name: 'a', backlog: true },
    ]);
  });

  it.each([
    ['a refusal', status(422, 'sendInitialEvents is forbidden')],
    ['an in-stream error', watching([errorEvent(500, 'no')])],
    ['an early end', watching([event('ADDED', rawLease({}))], { after: (response) => response.end() })],
  ])('falls back to pages on %s and remembers it', async (_, failing) => {
    watched = await watchFake();
    modern(watched);
    watched.api.script('list', leaseList('7', [rawLease({ name: 'a' })]));
    const gone = watching([errorEvent(410, 'too old', 'Expired')]);
    watched.api.script('watch', failing, gone, watching([]));
    watched.reflector.start();
    await watched.until(() => watched.told.filter((one) => one.type === 'listDone').length === 2);
    const wishes = watched.api.asked.filter((one) => one.query.has('sendInitialEvents'));
    expect(wishes).toHaveLength(1);
  });

  it('gives way to pages where each long answer is cut half way', async () => {
    watched = await watchFake();
    modern(watched);
    watched.api.script('list', leaseList('7', [rawLease({ name: 'a' })]));
    const cut = watching([event('ADDED', rawLease({}))], { after: (response) => response.destroy() });
    watched.api.script('watch', cut, cut, watching([]));
    watched.reflector.start();
    for (const attempt of [1, 2]) {
      await watched.until(() => watched.feed().attempt === attempt);
      watched.reflector.retryNow();
    }
    await watched.untilState('live');
    expect(watched.api.asked.filter((one) => one.query.has('sendInitialEvents'))).toHaveLength(2);
    expect(watched.told.at(-1)).toEqual({ type: 'listDone', blindFrom: null });
  });
});
