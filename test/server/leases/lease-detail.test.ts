import { expect, test } from 'vitest';
import type { Lookup } from '../../../lib/kube/lookup.ts';
import type { Handover } from '../../../lib/lease/handover.ts';
import { createHolderPlaces } from '../../../lib/server/leases/holder-places.ts';
import { type DetailRuntime, leaseDetail } from '../../../lib/server/leases/lease-detail.ts';
import { leaseRow } from '../../../lib/view/rows.ts';
import { fakeTime } from '../fake-timers.ts';
import { handover } from '../kept/handover-builder.ts';
import { HISTORY_OFF } from '../no-history.ts';
import { LIVE, record, tracked } from './lease-builders.ts';

const POD = {
  namespace: 'kube-system',
  name: 'node-a',
  uid: 'p',
  node: 'worker-1',
  phase: 'Running',
  ready: true,
  restarts: 0,
  startedAt: 1,
  containersSince: 1,
  owner: null,
  serviceAccount: null,
};
const NODE = { name: 'worker-1', ready: true, unschedulable: false };
const never = () => new Promise<never>(() => undefined);

function setUp(over: Partial<Lookup>, handovers: Handover[] = []) {
  const time = fakeTime();
  const lookup: Lookup = {
    lease: async () => ({ kind: 'Lease' }),
    podOf: async () => POD,
    nodeOf: async () => null,
    podAnywhere: async () => null,
    pod: async () => ({ type: 'absent' }),
    node: async () => NODE,
    events: async () => [],
    candidates: async () => [],
    version: async () => null,
    kubeSystemUid: async () => null,
    permissions: never,
    ownedPods: async () => null,
    legacyLocks: never,
    close: () => undefined,
    ...over,
  };
  const lease = tracked();
  const runtime: DetailRuntime = {
    timers: time.timers,
    now: time.now,
    lookup: () => lookup,
    handovers: { all: () => [] },
    places: createHolderPlaces({
      lookup: () => lookup,
      earlier: async () => [],
      found: () => undefined,
      now: time.now,
    }),
    history: {
      status: () => ({ ...HISTORY_OFF, state: 'ready' }),
      reads: { handovers: async () => handovers },
    },
    lease: () => lease,
    row: (lease, now) => leaseRow(lease, now, LIVE),
  };
  const ask = () => leaseDetail(runtime, 'kube-system', 'kube-scheduler');
  return { time, lease, ask, answer: ask() };
}

test('the holder is its Pod, on its Node', async () => {
  expect(await setUp({}).answer).toMatchObject({
    raw: { kind: 'Lease' },
    pod: POD,
    node: NODE,
    holderRef: { kind: 'Pod', name: 'node-a', uid: 'p', node: 'worker-1' },
  });
});

test('or a Node, where no Pod has that name', async () => {
  const { answer } = setUp({ podOf: async () => null, nodeOf: async () => NODE });
  expect(await answer).toMatchObject({ pod: null, holderRef: { kind: 'Node', name: 'worker-1' } });
});

test('an API server that does not answer costs three seconds, not the row', async () => {
  const { time, answer } = setUp({ lease: never, podOf: never, events: never, candidates: never });
  await time.advance(3000);
  expect(await answer).toMatchObject({
    name: 'kube-scheduler',
    raw: null,
    pod: null,
    node: null,
    events: [],
    unavailable: {
      raw: 'the API server did not answer in 3 s',
      pod: 'the API server did not answer in 3 s',
      node: 'the API server did not answer in 3 s',
      events: 'the API server did not answer in 3 s',
      candidates: 'the API server did not answer in 3 s',
    },
  });
  expect(time.pending()).toBe(0);
});

test('what is denied or fails says so; what does not exist needs no words', async () => {
  const { answer } = setUp({
    events: () => Promise.reject(new Error('reset')),
    async podOf(_identity, _namespace, _class, tell) {
      tell?.('pods is forbidden');
      return null;
    },
  });
  const detail = await answer;
  expect(detail).toMatchObject({ events: [], pod: null, node: null, candidates: [] });
  expect(detail.unavailable).toEqual({ events: 'reset', pod: 'pods is forbidden' });
});

test('a former holder that runs on as before is told of', async () => {
  const taken = handover({ from: 'web-1_a', to: 'node-a_1', at: 900_000, silentMs: 17_000 });
  const old = { ...POD, name: 'web-1', uid: 'old', containersSince: 800_000 };
  const podOf: Lookup['podOf'] = async (identity) => (identity === 'web-1_a' ? old : POD);
  expect((await setUp({ podOf }, [taken]).answer).formerRunning).toEqual({
    identity: 'web-1_a',
    namespace: 'kube-system',
    pod: 'web-1',
    node: 'worker-1',
    containersSince: 800_000,
    replacedAt: 900_000,
  });
  const released = { ...taken, cause: 'release' as const };
  expect((await setUp({ podOf }, [released]).answer).formerRunning).toBeNull();
});

test('who asks within a second of another has the same answer of the API server, of a new version its own', async () => {
  const asked: string[] = [];
  const note =
    <T>(what: string, answer: T) =>
    async () => {
      asked.push(what);
      return answer;
    };
  const { ask, time, lease } = setUp({
    lease: note('lease', { kind: 'Lease' }),
    candidates: note('candidates', []),
    events: note('events', []),
  });
  await Promise.all([ask(), ask(), ask()]);
  await time.advance(999);
  expect(await ask()).toMatchObject({ raw: { kind: 'Lease' }, pod: POD });
  expect(asked.toSorted()).toEqual(['candidates', 'events', 'lease']);
  await time.advance(1);
  await ask();
  expect(asked).toHaveLength(6);
  lease.record.take(record({ resourceVersion: '2' }));
  await ask();
  expect(asked).toHaveLength(9);
});
