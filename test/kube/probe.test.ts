import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { json, leaseList, reset, silence, status, watching } from './fake-api.ts';
import { bookmark, modified, rawLease } from './raw-lease.ts';
import { recordOf, type Watched, watchFake } from './watched.ts';

/** Field guide §10: prove the watch before the first Lease under a quiet watch turns expired. */

let watched: Watched;
let stream: ServerResponse | undefined;
afterEach(() => watched.end());

const LEASE = recordOf(rawLease({ version: '10' }));
const gets = (): number => watched.api.asked.filter((one) => one.kind === 'get').length;

async function quiet(): Promise<void> {
  watched = await watchFake();
  watched.api.script('list', leaseList('10', [rawLease({ version: '10' })]));
  const first = watching([], {
    after: (response) => {
      stream = response;
    },
  });
  watched.api.script('watch', first, watching([bookmark('20')]));
  watched.reflector.start();
  await watched.untilState('live');
  watched.time.advance(20_000);
}

describe('a probe', () => {
  it('that finds the same resourceVersion proves the watch up to its sending', async () => {
    await quiet();
    watched.api.script('get', json(rawLease({ version: '10' })));
    await watched.reflector.prove(LEASE);
    expect(watched.feed()).toMatchObject({ state: 'live', provenAt: watched.time.clock.now() });
    expect(watched.api.asked.at(-1)?.path).toBe(
      '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/scheduler',
    );
  });

  it('is made at most once a second', async () => {
    await quiet();
    watched.api.script('get', json(rawLease({ version: '10' })));
    await Promise.all([watched.reflector.prove(LEASE), watched.reflector.prove(LEASE)]);
    await watched.reflector.prove(LEASE);
    expect(gets()).toBe(1);
    watched.time.advance(1000);
    await watched.reflector.prove(LEASE);
    expect(gets()).toBe(2);
  });

  it.each([
    ['another resourceVersion', json(rawLease({ version: '11' }))],
    ['that the Lease is gone', status(404, 'not found')],
  ])(
    'that finds %s, which the watch does not bring within a second: stale, resumed at once',
    async (_, answer) => {
      await quiet();
      watched.api.script('get', answer);
      const pending = watched.time.pending().length;
      const probing = watched.reflector.prove(LEASE);
      // The wait for the change is on, and the one for the answer is over.
      await watched.until(
        () =>
          gets() === 1 &&
          watched.time.pending().includes(1000) &&
          watched.time.pending().length === pending + 1,
      );
      watched.time.advance(1000);
      await probing;
      await watched.untilState('stale');
      expect(watched.feed().lastError?.code).toBe('watch_behind');
      await watched.untilState('live');
      expect(watched.api.asked.at(-1)?.query.get('resourceVersion')).toBe('10');
    },
  );

  it('that finds a change which is on its way leaves the watch alone', async () => {
    await quiet();
    watched.api.script('get', json(rawLease({ version: '11' })));
    const probing = watched.reflector.prove(LEASE);
    await watched.until(() => gets() === 1);
    stream?.write(`${JSON.stringify(modified({ version: '11' }))}\n`);
    await probing;
    expect(watched.feed()).toMatchObject({ state: 'live', reconnects: 0 });
  });

  it('without an answer in 3 s: stale, resumed at once', async () => {
    await quiet();
    watched.api.script('get', silence);
    const probing = watched.reflector.prove(LEASE);
    await watched.until(() => gets() === 1);
    watched.time.advance(3000);
    await probing;
    await watched.untilState('stale');
    expect(watched.feed().lastError).toMatchObject({ code: 'probe_unanswered' });
    await watched.untilState('live');
  });

  it('without the right to get asks for a list of one', async () => {
    await quiet();
    watched.api.script('get', status(403, 'may not get'));
    watched.api.script('list', leaseList('30', [rawLease({ version: '10' })]));
    await watched.reflector.prove(LEASE);
    expect(watched.api.asked.at(-1)?.query.get('fieldSelector')).toBe('metadata.name=scheduler');
    expect(watched.feed().provenAt).toBe(watched.time.clock.now());
  });

  it('on a busy server proves nothing and breaks nothing', async () => {
    await quiet();
    const { provenAt } = watched.feed();
    watched.api.script('get', status(429, 'too many requests', { 'retry-after': '1' }));
    await watched.reflector.prove(LEASE);
    expect(watched.feed()).toMatchObject({ state: 'live', provenAt });
  });

  it('while not connected does nothing', async () => {
    watched = await watchFake();
    watched.api.script('list', reset);
    watched.reflector.start();
    await watched.untilState('unreachable');
    await watched.reflector.prove(LEASE);
    expect(gets()).toBe(0);
  });
});
