/** An API server, or something before it, that sends what none should. */
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { MOST_BODY_BYTES, openConnection } from '../../lib/kube/connection.ts';
import { MOST_LINE_BYTES } from '../../lib/kube/lines.ts';
import { type Answer, leaseList, startFakeApi, status, watching } from './fake-api.ts';
import { bookmark, errorEvent, event, modified, rawLease } from './raw-lease.ts';
import { type Watched, watchFake } from './watched.ts';

let watched: Watched;
afterEach(() => watched.end());

const MIB = 1024 * 1024;

/** Goes on sending `piece` until the other side hangs up. */
function endless(head: string, piece: Buffer): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(head);
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    response.on('error', () => undefined);
    more();
  };
}

const hint = () => watched.feed().lastError?.message ?? '';

describe('without an end', () => {
  it('a line is given up when no Lease is that long, and the watch goes on elsewhere', async () => {
    watched = await watchFake();
    watched.api.script('list', leaseList('10', [rawLease({})]));
    watched.api.script(
      'watch',
      endless('{"type":"MODIFIED","object":"', Buffer.alloc(MIB, 'x')),
      watching([modified({ version: '11', holder: 'node-b_1' })]),
    );
    watched.reflector.start();
    await watched.untilState('stale');
    expect(hint()).toBe(`the watch sent a line of more than ${MOST_LINE_BYTES / MIB} MiB`);
    watched.reflector.retryNow();
    await watched.until(() => watched.holders().includes('node-b_1'));
  });

  it('a refusal is given up, and asked again', async () => {
    watched = await watchFake();
    watched.api.script('list', leaseList('10', [rawLease({})]));
    watched.api.script(
      'watch',
      (response) => {
        response.writeHead(503, { 'content-type': 'text/html' });
        response.write('<html>');
      },
      watching([modified({ version: '11', holder: 'node-b_1' })]),
    );
    watched.reflector.start();
    await watched.until(() => watched.api.asked.some(({ kind }) => kind === 'watch'));
    await watched.until(() => watched.time.pending().includes(30_000));
    watched.time.advance(30_000);
    await watched.until(() => watched.feed().lastError !== null);
    expect(hint()).toBe('no answer in 30 s');
    watched.reflector.retryNow();
    await watched.until(() => watched.holders().includes('node-b_1'));
  });

  it('a page is given up, too', async () => {
    watched = await watchFake();
    watched.api.script('list', endless('{"items":["', Buffer.alloc(4 * MIB, 'x')));
    watched.reflector.start();
    await watched.until(() => watched.feed().lastError !== null);
    expect(hint()).toBe(`the answer is longer than ${MOST_BODY_BYTES / MIB} MiB`);
  });

  it('a list whose pages lead in a circle is no list', async () => {
    watched = await watchFake({ pageSize: 1 });
    watched.api.script(
      'list',
      leaseList('10', [rawLease({ name: 'a' })], { continue: 'one' }),
      leaseList('10', [rawLease({ name: 'b' })], { continue: 'two' }),
      leaseList('10', [rawLease({ name: 'c' })], { continue: 'one' }),
    );
    watched.reflector.start();
    await watched.until(() => watched.feed().lastError !== null);
    expect(hint()).toBe('the pages of the list lead in a circle');
    expect(watched.told).not.toContainEqual(expect.objectContaining({ type: 'listDone' }));
  });

  it('the words of an error are cut', async () => {
    watched = await watchFake();
    watched.api.script('list', leaseList('10', []));
    watched.api.script('watch', watching([errorEvent(500, 'x'.repeat(MIB))]));
    watched.reflector.start();
    await watched.until(() => watched.feed().lastError !== null);
    expect(hint().length).toBeLessThan(1100);
  });

  it('initial events of a WatchList: it is asked for pages instead', async () => {
    watched = await watchFake();
    watched.api.script('version', (response) => response.end('{"major":"1","minor":"34"}'));
    watched.api.script('list', leaseList('10', [rawLease({})]));
    watched.api.script('watch', watching([event('ADDED', rawLease({}))]), watching([]));
    watched.reflector.start();
    await watched.until(() => watched.told.some((one) => one.type === 'listStarted'));
    for (let tenSeconds = 0; tenSeconds < 10 && watched.feed().state === 'syncing'; tenSeconds++) {
      watched.time.advance(9999);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await watched.until(() => watched.feed().lastError !== null);
    expect(hint()).toBe('the WatchList did not become complete in 90 s');
    watched.reflector.retryNow();
    await watched.untilState('live');
    expect(watched.told).toContainEqual({ type: 'listed', names: ['scheduler'] });
  });
});

describe('with what was not asked for', () => {
  it('Leases of another namespace are left out', async () => {
    watched = await watchFake({ namespace: 'kube-system' });
    watched.api.script('list', leaseList('10', [rawLease({}), rawLease({ name: 'b', namespace: 'other' })]));
    watched.api.script(
      'watch',
      watching([
        modified({ name: 'b', namespace: 'other', version: '11', holder: 'intruder' }),
        modified({ version: '12', holder: 'node-b_1' }),
      ]),
    );
    watched.reflector.start();
    await watched.until(() => watched.holders().length > 0);
    expect(watched.holders()).toEqual(['node-b_1']);
    expect(watched.told).toContainEqual({ type: 'listed', names: ['scheduler'] });
    expect(watched.reflector.refused()).toBe(2);
  });

  it('a bookmark without metadata, an event without object, numbers for versions: the watch goes on', async () => {
    watched = await watchFake();
    watched.api.script('list', leaseList('10', []));
    watched.api.script(
      'watch',
      watching([
        { type: 'BOOKMARK' },
        { type: 'BOOKMARK', object: { metadata: { resourceVersion: 12, annotations: 'no' } } },
        { type: 'MODIFIED' },
        { type: 'ADDED', object: { metadata: { name: 'a', namespace: 'b', uid: 'c', resourceVersion: 9 } } },
        bookmark('opaque-é'),
        modified({ version: 'opaque-ö', holder: 'node-b_1' }),
      ]),
    );
    watched.reflector.start();
    await watched.until(() => watched.holders().length > 0);
    expect(watched.holders()).toEqual(['node-b_1']);
    expect(watched.feed()).toMatchObject({ state: 'live', lastError: null });
  });

  it('counts of what remains that cannot be are not believed', async () => {
    watched = await watchFake({ pageSize: 1 });
    watched.api.script(
      'list',
      leaseList('10', [rawLease({ name: 'a' })], { continue: 'one', remainingItemCount: -7 }),
      leaseList('10', [rawLease({ name: 'b' })], { continue: 'two', remainingItemCount: 1.5 }),
      leaseList('10', [rawLease({ name: 'c' })], { remainingItemCount: 99 }),
    );
    watched.api.script('watch', watching([]));
    watched.reflector.start();
    await watched.untilState('live');
    expect(watched.feeds.map((feed) => feed.total).filter((total) => total !== null && total !== 3)).toEqual(
      [],
    );
    expect(watched.feed()).toMatchObject({ done: 3, total: 3 });
  });

  it('a Lease of absurd values is a Lease', async () => {
    const lease = rawLease({ version: '11', holder: 'a"\n<b>\u0000\ud800'.repeat(20_000) });
    const absurd = {
      ...lease,
      metadata: {
        ...(lease.metadata as object),
        managedFields: null,
        annotations: { note: 'x'.repeat(MIB) },
      },
      spec: {
        ...(lease.spec as object),
        leaseDurationSeconds: 2_147_483_647,
        renewTime: '0001-01-01T00:00:00Z',
      },
    };
    watched = await watchFake();
    watched.api.script('list', leaseList('10', []));
    watched.api.script('watch', watching([event('ADDED', absurd)]));
    watched.reflector.start();
    await watched.until(() => watched.holders().length > 0);
    expect(watched.holders()[0]).toMatch(/^a"\n<b>␀�a.*… \(160000 characters, [0-9a-f]{16}\)$/s);
  });
});

describe('in an odd way', () => {
  it('byte by byte, with early hints before it', async () => {
    watched = await watchFake();
    watched.api.script('list', leaseList('10', []));
    watched.api.script('watch', (response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeHead(200, { 'content-type': 'application/json' });
      for (const byte of Buffer.from(`${JSON.stringify(modified({ version: '11', holder: 'é_1' }))}\n`))
        response.write(Buffer.of(byte));
    });
    watched.reflector.start();
    await watched.until(() => watched.holders().length > 0);
    expect(watched.holders()).toEqual(['é_1']);
  });

  it('early hints and then nothing is no answer', async () => {
    watched = await watchFake();
    watched.api.script('list', leaseList('10', []));
    watched.api.script('watch', (response) => response.writeEarlyHints({ link: '</x>; rel=preload' }));
    watched.reflector.start();
    await watched.until(() => watched.api.asked.some((one) => one.kind === 'watch'));
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    watched.time.advance(30_000);
    await watched.until(() => watched.feed().lastError !== null);
    expect(watched.feed().lastError?.code).toBe('timeout');
  });

  it('compressed though nobody asked: it is said', async () => {
    watched = await watchFake();
    const body = gzipSync(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] }));
    watched.api.script('list', (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
    );
    watched.reflector.start();
    await watched.until(() => watched.feed().lastError !== null);
    expect(hint()).toBe('the answer is compressed (gzip), which was not asked for');
  });

  it('a redirect takes no credentials along: nobody follows it', async () => {
    const other = await startFakeApi();
    watched = await watchFake({
      cluster: (api) => ({
        name: 'x',
        server: api.url,
        namespaceOfPod: null,
        fingerprint: async () => 'ca:test',
        connect: async (options) =>
          openConnection(
            { server: new URL(api.url), headers: { authorization: 'Bearer sesame' }, tls: {}, proxy: null },
            options,
          ),
      }),
    });
    watched.api.script('list', status(307, 'over there', { location: `${other.url}/apis` }));
    watched.reflector.start();
    await watched.until(() => watched.feed().lastError !== null);
    expect(watched.feed().lastError?.code).toBe('http_307');
    expect(other.asked).toEqual([]);
    await other.close();
  });

  it.each(['', 'yesterday', 'Fri, 31 Dec 9999 23:59:59 GMT', 'Mon, 01 Jan 0001 00:00:00 GMT'])(
    'dated "%s": the watch is live all the same',
    async (date) => {
      watched = await watchFake();
      watched.api.script('list', (response) => {
        response.sendDate = false;
        if (date !== '') response.setHeader('date', date);
        response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [rawLease({})] }));
      });
      watched.api.script('watch', watching([modified({ version: '11', holder: 'node-b_1' })], { date }));
      watched.reflector.start();
      await watched.until(() => watched.holders().length > 0);
      expect(watched.feed().state).toBe('live');
    },
  );
});
