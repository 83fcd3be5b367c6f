import { describe, expect, it, test } from 'vitest';
import type { Tell } from '../../../lib/kube/holder-lookup.ts';
import { type AlertHoldersOptions, createAlertHolders } from '../../../lib/server/alerts/alert-holders.ts';
import type { PodFacts } from '../../../lib/view/lease-detail.ts';
import { fakeTime } from '../fake-timers.ts';
import { tracked } from '../leases/lease-builders.ts';

const POD = { namespace: 'apps', name: 'lock-abc' } as PodFacts;
type Lookup = NonNullable<ReturnType<AlertHoldersOptions['lookup']>>;

function setUp(over: Partial<Lookup> = {}, { everywhere = true, nodes = 'granted' as const } = {}) {
  const time = fakeTime();
  let asked = 0;
  const nothing = async () => {
    asked += 1;
    return null;
  };
  const holders = createAlertHolders({
    lookup: () => ({ podOf: nothing, nodeOf: nothing, podAnywhere: nothing, node: nothing, ...over }),
    everywhere,
    nodes: () => nodes,
    now: time.now,
  });
  return { holders, time, asked: () => asked };
}
const unread = async (_identity: unknown, ...rest: unknown[]) => {
  (rest.findLast((one) => typeof one === 'function') as Tell | undefined)?.('forbidden');
  return null;
};
const node = tracked({ namespace: 'kube-node-lease', name: 'n1', class: 'node-heartbeat', holder: 'n1' });
const lock = tracked({
  namespace: 'apps',
  name: 'lock',
  class: 'controller',
  holder: 'lock-6d4cf56db6-x7k2p_1',
});

describe('whether a holder exists', () => {
  test.each<[string, ReturnType<typeof tracked>, Partial<Lookup>, boolean | null]>([
    [
      'a node that is there',
      node,
      { node: async (name) => ({ name, ready: true, unschedulable: false }) },
      true,
    ],
    ['a node that is not', node, {}, false],
    ['a node that may not be read', node, { node: unread }, null],
    ['a Pod that is there', lock, { podOf: async () => POD }, true],
    ['a Pod that ran to its end', lock, { podOf: async () => ({ ...POD, phase: 'Succeeded' }) }, false],
    ['a Pod that was evicted', lock, { podAnywhere: async () => ({ ...POD, phase: 'Failed' }) }, false],
    ['a Pod elsewhere', lock, { podAnywhere: async () => POD }, true],
    ['neither Pod nor Node', lock, {}, false],
    ['no Pod, and Nodes may not be read', lock, { nodeOf: unread }, null],
    ['Pods may not be read', lock, { podOf: unread }, null],
    ['a question that fails', lock, { podOf: () => Promise.reject(new Error('lost')) }, null],
  ])('%s', async (_, lease, lookup, exists) => {
    const { holders, time } = setUp(lookup);
    expect(holders.exists(lease)).toBeNull();
    await time.settle();
    expect(holders.exists(lease)).toBe(exists);
  });

  it('is not known where nothing could be asked: no "no" without an answer', async () => {
    const { holders, time } = setUp();
    const strange = tracked({ name: 's', class: 'controller', holder: 'What is this?' });
    holders.exists(strange);
    await time.settle();
    expect(holders.exists(strange)).toBeNull();
  });

  it('is not known where its Pod may lie in a namespace that is not watched', async () => {
    const { holders, time } = setUp({}, { everywhere: false });
    holders.exists(lock);
    await time.settle();
    expect(holders.exists(lock)).toBeNull();
  });

  it('is asked once in a while, however often somebody wants to know', async () => {
    const { holders, time, asked } = setUp();
    for (let i = 0; i < 10; i++) {
      holders.exists(node);
      // Also while the answer is on its way.
      holders.exists(node);
      await time.advance(500);
    }
    expect(asked()).toBe(1);
    await time.advance(30_000);
    holders.exists(node);
    await time.settle();
    expect(asked()).toBe(2);
  });
});

describe('what was answered', () => {
  const MINUTE = 60_000;
  function setUpAnswering() {
    const answering: { podOf: Lookup['podOf'] } = { podOf: async () => null };
    const seen = setUp({ podOf: (...asked) => answering.podOf(...asked) });
    const left = tracked({
      namespace: 'apps',
      name: 'lock',
      class: 'controller',
      holder: 'lock-6d4cf56db6-x7k2p_1',
    });
    let asked = 0;
    return {
      ...seen,
      left,
      times: () => asked,
      answer(podOf: Lookup['podOf']) {
        answering.podOf = (...rest) => {
          asked += 1;
          return podOf(...rest);
        };
      },
      /** What is said of it at the end of so long, judged about once a second. */
      async saidAfter(ms: number) {
        for (let passed = 0; passed < ms; passed += 1000) {
          seen.holders.exists(left);
          await seen.time.advance(1000);
        }
        return seen.holders.exists(left);
      },
    };
  }

  test.each<[string, Lookup['podOf']]>([
    ['cannot be read', unread],
    ['fails', () => Promise.reject(new Error('lost'))],
  ])('holds on while it %s, and not for ever', async (_, failing) => {
    const { answer, saidAfter } = setUpAnswering();
    expect(await saidAfter(1000)).toBe(false);
    answer(failing);
    for (let minute = 0; minute < 14; minute++) expect(await saidAfter(MINUTE)).toBe(false);
    expect(await saidAfter(2 * MINUTE)).toBeNull();
  });

  it('keeps a node cordoned that cannot be read for a while', async () => {
    let reads: Lookup['node'] = async (name) => ({ name, ready: true, unschedulable: true });
    const { holders, time } = setUp({ node: (name, tell) => reads(name, tell) });
    holders.exists(node);
    await time.advance(40_000);
    reads = unread;
    holders.exists(node);
    await time.settle();
    expect(holders.cordoned()).toEqual(new Set(['n1']));
  });

  it('with a no for a Pod is asked for again after minutes, as it may take a list of all of them', async () => {
    const { answer, saidAfter, times } = setUpAnswering();
    await saidAfter(1000);
    answer(async () => null);
    await saidAfter(4 * MINUTE);
    expect(times()).toBe(0);
    await saidAfter(2 * MINUTE);
    expect(times()).toBe(1);
  });

  it('with a no does not hold for who renewed since: that is asked at once, and not known until then', async () => {
    const { answer, saidAfter, holders, left, time } = setUpAnswering();
    expect(await saidAfter(1000)).toBe(false);
    await time.advance(MINUTE);
    left.lastRenewalAt = time.now();
    await time.advance(1000);
    answer(unread);
    expect(holders.exists(left)).toBeNull();
    expect(await saidAfter(20_000)).toBeNull();
    answer(async () => POD);
    expect(await saidAfter(20_000)).toBe(true);
    // Who was there before is no less there.
    left.lastRenewalAt = time.now();
    await time.advance(1000);
    expect(holders.exists(left)).toBe(true);
  });
});

describe('nodes that are cordoned', () => {
  const unschedulable: Partial<Lookup> = {
    node: async (name) => ({ name, ready: true, unschedulable: true }),
  };
  it('are known once they were asked about', async () => {
    const { holders, time } = setUp(unschedulable);
    expect(holders.cordoned()).toEqual(new Set());
    holders.exists(node);
    await time.settle();
    expect(holders.cordoned()).toEqual(new Set(['n1']));
  });
  it('are not known where nodes may not be read', () =>
    expect(setUp({}, { nodes: 'denied' as never }).holders.cordoned()).toBeNull());
});
