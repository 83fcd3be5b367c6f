import { describe, expect, test } from 'vitest';
import type { Cluster, LoadedCluster } from '../../lib/kube/cluster.ts';
import type { Reflector } from '../../lib/kube/reflector.ts';
import { createLeaseBook } from '../../lib/lease/book.ts';
import type { ScopeFeed } from '../../lib/lease/feed.ts';
import { createClusterWatch } from '../../lib/server/cluster-watch.ts';
import { unconfiguredFeed } from '../../lib/server/feed-sum.ts';
import { createLog } from '../../lib/server/log.ts';
import { fakeTime } from './fake-timers.ts';

const CLUSTER: Cluster = {
  name: 'prod',
  server: 'https://prod',
  namespaceOfPod: null,
  fingerprint: async () => 'ca:test',
  connect: () => Promise.reject(new Error('not in this test')),
};
const NONE: LoadedCluster = { type: 'none', lookedFor: [{ place: 'KUBECONFIG', result: 'not set' }] };
const BROKEN: LoadedCluster = {
  type: 'broken',
  place: '/kubeconfig',
  message: 'no such context',
  hint: 'Name one that is there.',
  lookedFor: [],
};
const FOUND: LoadedCluster = { type: 'cluster', cluster: CLUSTER, lookedFor: [] };

function setUp(first: LoadedCluster, namespaces: (string | null)[] = [null]) {
  const time = fakeTime();
  const quiet = { rowChanged() {}, renewed() {}, removed() {}, handover() {} };
  const book = createLeaseBook(quiet, { remembers: false, draw: () => 0 });
  const calls: string[] = [];
  const feeds = new Map<string | null, ScopeFeed>();
  let loaded = first;
  let told = 0;
  const watch = createClusterWatch({
    namespaces,
    load: () => loaded,
    watch(_, namespace): Reflector {
      feeds.set(namespace, { ...unconfiguredFeed(namespace, time.now(), null), state: 'starting' });
      return {
        start: () => calls.push(`start ${namespace}`),
        stop: async () => {
          calls.push(`stop ${namespace}`);
        },
        retryNow: () => calls.push(`retry ${namespace}`),
        prove: async () => undefined,
        feed: () => feeds.get(namespace) ?? unconfiguredFeed(namespace, 0, null),
      };
    },
    addScope: book.addScope,
    onCluster: (cluster) => calls.push(`cluster ${cluster.name}`),
    onFeed: () => {
      told += 1;
    },
    now: time.now,
    timers: time.timers,
    log: createLog('silent'),
  });
  watch.start();
  return { time, watch, calls, feeds, told: () => told, load: (next: LoadedCluster) => (loaded = next) };
}

describe('without a cluster', () => {
  test('the feed is unconfigured, what was looked for is known, and it counts as tried', () => {
    const { watch } = setUp(NONE);
    expect(watch.feed().state).toBe('unconfigured');
    expect(watch.lookedFor()).toEqual([{ place: 'KUBECONFIG', result: 'not set' }]);
    expect(watch.tried()).toBe(true);
  });

  test('a broken kubeconfig says what is wrong with it', () => {
    expect(setUp(BROKEN).watch.feed().lastError).toEqual({
      code: 'kubeconfig',
      message: '/kubeconfig: no such context',
      hint: 'Name one that is there.',
    });
  });

  test.each([NONE, BROKEN])('one that appears is picked up within five seconds', async (first) => {
    const { time, watch, calls, load, told } = setUp(first);
    await time.advance(60_000);
    expect(told()).toBe(1);
    load(FOUND);
    await time.advance(5000);
    expect(calls).toEqual(['cluster prod', 'start null']);
    expect(watch.feed().state).toBe('starting');
    expect(time.pending()).toBe(0);
  });

  test('or at once when somebody says so', () => {
    const { watch, calls, load } = setUp(NONE);
    load(FOUND);
    watch.retryNow();
    expect(calls).toEqual(['cluster prod', 'start null']);
  });
});

describe('with a cluster', () => {
  test('there is one watch for each namespace, and the worst of them is the feed', () => {
    const { watch, calls, feeds } = setUp(FOUND, ['a', 'b']);
    expect(calls).toEqual(['cluster prod', 'start a', 'start b']);
    const live = (namespace: string) => ({
      ...unconfiguredFeed(namespace, 5, null),
      state: 'live' as const,
      provenAt: 5,
    });
    feeds.set('a', live('a'));
    feeds.set('b', { ...live('b'), state: 'forbidden' });
    expect(watch.feed()).toMatchObject({
      state: 'forbidden',
      scopes: [{ namespace: 'a' }, { namespace: 'b' }],
    });
    feeds.set('b', live('b'));
    expect(watch.feed().state).toBe('live');
  });

  test('it is tried once every list has been answered, whatever the answer', () => {
    const { watch, feeds } = setUp(FOUND);
    expect(watch.tried()).toBe(false);
    feeds.set(null, { ...unconfiguredFeed(null, 1, null), state: 'syncing' });
    expect(watch.tried()).toBe(false);
    feeds.set(null, { ...unconfiguredFeed(null, 1, null), state: 'forbidden' });
    expect(watch.tried()).toBe(true);
  });

  test('stopping stops every watch', async () => {
    const { watch, calls } = setUp(FOUND, ['a', 'b']);
    await watch.stop();
    expect(calls.slice(-2)).toEqual(['stop a', 'stop b']);
  });
});
