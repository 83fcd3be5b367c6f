import { describe, expect, test } from 'vitest';
import type { HolderPlace } from '../../../lib/history/history.ts';
import type { PodReading } from '../../../lib/kube/holder-lookup.ts';
import { formerRunning, type HolderLooking, unawareLoser } from '../../../lib/server/leases/holder-facts.ts';
import { createHolderPlaces } from '../../../lib/server/leases/holder-places.ts';
import type { PodFacts } from '../../../lib/view/lease-detail.ts';
import { handover } from '../kept/handover-builder.ts';

const NAME = 'web-7d5b84cf9-pw7tn';
const IDENTITY = `${NAME}_uuid`;
const POD: PodFacts = {
  namespace: 'team',
  name: NAME,
  uid: 'u1',
  node: 'worker-1',
  phase: 'Running',
  ready: true,
  restarts: 0,
  startedAt: 1,
  containersSince: 1,
  owner: { kind: 'ReplicaSet', name: 'web' },
  serviceAccount: 'web',
};
const PLACE: HolderPlace = {
  identity: IDENTITY,
  podNamespace: 'team',
  podName: NAME,
  podUid: 'u1',
  node: 'worker-1',
  ownerKind: 'ReplicaSet',
  ownerName: 'web',
  resolvedAt: 0,
};

function setUp(over: Partial<HolderLooking> = {}, kept: HolderPlace[] = []) {
  let now = 0;
  const asked: string[] = [];
  const found: HolderPlace[] = [];
  const lookup: HolderLooking = {
    async podOf(identity) {
      asked.push(identity);
      return POD;
    },
    async pod(_, name): Promise<PodReading> {
      asked.push(`by place ${name}`);
      return { type: 'pod', pod: POD };
    },
    nodeOf: async () => null,
    podAnywhere: async () => null,
    node: async (name) => ({ name, ready: true, unschedulable: false }),
    ...over,
  };
  const places = createHolderPlaces({
    lookup: () => lookup,
    earlier: async () => kept,
    found: (place) => void found.push(place),
    now: () => now,
  });
  const resolve = (identity = IDENTITY) => places.resolve(identity, 'team', 'controller');
  return { places, resolve, asked, found, pass: (ms: number) => (now += ms) };
}

const silent = { pod: () => undefined, node: () => undefined };
const holder = (identity: string) => ({ identity, namespace: 'team', class: 'controller' as const });

describe('where a holder runs', () => {
  test('is asked once a minute, told once, and known without asking', async () => {
    const { places, resolve, asked, found, pass } = setUp();
    expect(places.ref(IDENTITY, 'team', 'controller')).toBeNull();
    expect(await Promise.all([resolve(), resolve()])).toEqual([PLACE, PLACE]);
    expect(await resolve()).toEqual(PLACE);
    expect(asked).toEqual([IDENTITY]);
    expect(places.ref(IDENTITY, 'team', 'controller')).toEqual({
      kind: 'Pod',
      namespace: 'team',
      name: NAME,
      uid: 'u1',
      node: 'worker-1',
    });
    pass(60_000);
    await resolve();
    expect(asked).toEqual([IDENTITY, `by place ${NAME}`]);
    expect(found).toEqual([PLACE]);
  });

  test('at most two questions at once, five hundred waiting, and a page goes first', async () => {
    const open: ((pod: null) => void)[] = [];
    const begun: string[] = [];
    const { places, resolve } = setUp({
      podOf: (identity) =>
        new Promise((resolveIt) => {
          begun.push(identity);
          open.push(resolveIt);
        }),
    });
    const waiting = Array.from({ length: 600 }, (_, index) => resolve(`pod-${index}_x`));
    const page = places.look(holder('page_x'), silent);
    // Those that found no room are not known, at once.
    expect(await waiting[599]).toBeNull();
    for (let turn = 0; turn < 600; turn += 1) {
      await new Promise((done) => setImmediate(done));
      expect(open.length).toBeLessThanOrEqual(2);
      for (const answer of open.splice(0)) answer(null);
      if (begun.length > 502) break;
    }
    await Promise.all([...waiting, page]);
    expect(begun).toHaveLength(503);
    expect(begun[2]).toBe('page_x');
  });
});

describe('gone', () => {
  const absent = async (): Promise<PodReading> => ({ type: 'absent' });

  test('only what was found before, in this life or an earlier one', async () => {
    const here = setUp({ pod: absent });
    await here.resolve();
    here.pass(60_000);
    expect(await here.places.look(holder(IDENTITY), silent)).toEqual({ type: 'gone', place: PLACE });
    expect(here.places.ref(IDENTITY, 'team', 'controller')).toBeNull();

    const after = setUp({ pod: absent }, [PLACE]);
    expect(await after.places.look(holder(IDENTITY), silent)).toEqual({ type: 'gone', place: PLACE });

    const never = setUp({ pod: absent, podOf: async () => null });
    expect(await never.places.look(holder(IDENTITY), silent)).toEqual({ type: 'unknown' });
  });

  test.each<[string, string, Partial<PodFacts>, boolean]>([
    ['a process whose Pod was made anew under its name', 'web-0_uuid', {}, true],
    ['a name that the new Pod has too', 'web-0', {}, false],
    ['a static Pod, whose object was made anew', 'web-0_uuid', { owner: { kind: 'Node', name: 'n' } }, false],
    ['the Pod it was found in', 'web-0_uuid', { uid: 'u1' }, false],
  ])('%s: by the uid', async (_, identity, over, isGone) => {
    const pod = async (): Promise<PodReading> => ({
      type: 'pod',
      pod: { ...POD, name: 'web-0', uid: 'u2', ...over },
    });
    const { places } = setUp({ pod }, [{ ...PLACE, identity, podName: 'web-0' }]);
    expect((await places.look(holder(identity), silent)).type).toBe(isGone ? 'gone' : 'found');
  });

  test('not by a chosen name that was found in another namespace', async () => {
    const place = { ...PLACE, identity: 'web-0', podName: 'web-0', podNamespace: 'other' };
    const { places } = setUp({ pod: absent, podOf: async () => null }, [place]);
    expect(await places.look(holder('web-0'), silent)).toEqual({ type: 'unknown' });
  });

  test('not where it cannot be read, which is told each time', async () => {
    const pod = async (): Promise<PodReading> => ({ type: 'unreadable', why: 'pods is forbidden' });
    const { places } = setUp({ pod }, [PLACE]);
    const told: string[] = [];
    const tell = { pod: (why: string) => void told.push(why), node: () => undefined };
    expect(await places.look(holder(IDENTITY), tell)).toEqual({ type: 'unknown' });
    await places.look(holder(IDENTITY), tell);
    expect(told).toEqual(['pods is forbidden', 'pods is forbidden']);
  });
});

describe('a former holder that still runs', () => {
  const taken = handover({ from: 'a_1', to: 'b_2', at: 1_000_000, silentMs: 20_000 });
  const row = { holder: 'b_2', class: 'controller' as const };

  test.each([
    ['after an expiry', taken, row, true],
    ['after an early takeover', { ...taken, cause: 'early' as const }, row, true],
    ['not after a release', { ...taken, cause: 'release' as const }, row, false],
    ['not of a virtual IP', taken, { ...row, class: 'virtual-ip' as const }, false],
    ['not once somebody else holds it', taken, { ...row, holder: 'c_3' }, false],
    ['not of one that took it back', { ...taken, from: 'b_2' }, row, false],
  ])('%s', (_, last, of, expected) => {
    expect(unawareLoser(last, of) !== null).toBe(expected);
  });

  test.each([
    ['the container of then', { containersSince: 900_000 }, true],
    ['a container restarted since its last renewal', { containersSince: 990_000 }, false],
    ['a container that does not run', { containersSince: null }, false],
    ['a Pod that is over', { phase: 'Failed' }, false],
    ['the Pod that holds it now', { uid: 'new' }, false],
  ])('%s', (_, over, expected) => {
    const pod = { ...POD, containersSince: 900_000, ...over };
    expect(formerRunning('a_1', taken, pod, { uid: 'new' }) !== null).toBe(expected);
  });
});
