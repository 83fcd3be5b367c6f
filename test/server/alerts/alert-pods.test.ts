import { describe, expect, it } from 'vitest';
import type { HolderPlace } from '../../../lib/history/history.ts';
import { createAlertPods } from '../../../lib/server/alerts/alert-pods.ts';
import type { Holder, HolderReading } from '../../../lib/server/leases/holder-places.ts';
import type { PodFacts } from '../../../lib/view/lease-detail.ts';
import { handover } from '../kept/handover-builder.ts';
import { tracked } from '../leases/lease-builders.ts';

const T0 = 1_800_000_000_000;
const POD: PodFacts = {
  namespace: 'apps',
  name: 'pod-a',
  uid: 'u1',
  node: 'n1',
  phase: 'Running',
  ready: true,
  restarts: 0,
  startedAt: T0 - 3_600_000,
  containersSince: T0 - 3_600_000,
  owner: { kind: 'ReplicaSet', name: 'web' },
  serviceAccount: 'operator',
};
const PLACE: HolderPlace = {
  identity: 'a',
  podNamespace: 'apps',
  podName: 'pod-a',
  podUid: 'u1',
  node: 'n1',
  ownerKind: 'ReplicaSet',
  ownerName: 'web',
  resolvedAt: T0,
};
const gone: HolderReading = { type: 'gone', place: PLACE };
const found = (pod: PodFacts | null): HolderReading => ({ type: 'found', place: PLACE, pod, node: null });

function setUp(readings: Record<string, HolderReading> = {}) {
  let now = T0 + 100_000;
  const asked: string[] = [];
  const seen = new Map<string, { reading: HolderReading; readAt: number }>();
  const pods = createAlertPods({
    now: () => now,
    places: () => ({
      seen: ({ identity }: Holder) => seen.get(identity) ?? null,
      refresh({ identity }) {
        asked.push(identity);
        seen.set(identity, { reading: readings[identity] ?? { type: 'unknown' }, readAt: now });
      },
    }),
  });
  return { pods, asked, pass: (ms: number) => (now += ms) };
}
function lease(state: 'held' | 'expired' | 'late' = 'expired', over: Parameters<typeof tracked>[0] = {}) {
  const one = tracked({ namespace: 'apps', name: 'lock', class: 'controller', holder: 'a', ...over }, T0);
  one.state = state;
  return one;
}

describe('the Pod of a holder in doubt', () => {
  it('is asked for behind, and again while it is in doubt', () => {
    const { pods, asked, pass } = setUp({ a: gone });
    const expired = lease();
    expect(pods.goneHolder(expired)).toBeNull();
    expect(pods.goneHolder(expired)).toMatchObject({ identity: 'a', pod: 'pod-a', uid: 'u1', node: 'n1' });
    expect(asked).toEqual(['a']);
    pass(10_000);
    pods.goneHolder(expired);
    expect(asked).toEqual(['a', 'a']);
  });
  it.each<[string, ReturnType<typeof lease>, HolderReading]>([
    ['is held', lease('held'), gone],
    ['may come yet', lease('late'), gone],
    ['is held by a node', lease('expired', { class: 'virtual-ip' }), gone],
    ['is there', lease(), found(POD)],
    ['was never found', lease(), { type: 'unknown' }],
    ['was a Node', lease(), { type: 'gone', place: { ...PLACE, podName: null } }],
  ])('nothing of what %s', (_, one, reading) => {
    const { pods } = setUp({ a: reading });
    pods.goneHolder(one);
    expect(pods.goneHolder(one)).toBeNull();
  });
  it('by an answer that came after its last renewal only', () => {
    const { pods } = setUp({ a: gone });
    const one = lease();
    pods.goneHolder(one);
    one.lastRenewalAt = T0 + 100_001;
    expect(pods.goneHolder(one)).toBeNull();
  });
  it('at most five questions a second, however many expire', () => {
    const { pods, asked, pass } = setUp();
    const many = Array.from({ length: 1000 }, (_, index) => lease('expired', { holder: `h${index}` }));
    for (const one of many) pods.goneHolder(one);
    expect(asked).toHaveLength(5);
    pass(1000);
    for (const one of many) pods.goneHolder(one);
    expect(asked).toHaveLength(10);
  });
});

describe('a former holder', () => {
  const last = handover({ namespace: 'apps', name: 'lock', at: T0, from: 'a', to: 'b', cause: 'expiry' });
  const held = lease('held', { holder: 'b' });
  const ask = (readings: Record<string, HolderReading>, by = last, one = held) => {
    const { pods } = setUp(readings);
    for (let round = 0; round < 2; round++) pods.formerHolder(one, by);
    return pods.formerHolder(one, by);
  };
  const other = found({ ...POD, name: 'pod-b', uid: 'u2' });
  it('runs in the Pod it was found in, since before it was replaced', () => {
    expect(ask({ a: found(POD), b: other })).toEqual({
      ...{ identity: 'a', namespace: 'apps', pod: 'pod-a' },
      ...{ isRunning: true, startedAt: T0 - 3_600_000 },
    });
  });
  it.each<[string, ReturnType<typeof ask>]>([
    ['released it', ask({ a: found(POD), b: other }, { ...last, cause: 'release' })],
    ['is gone', ask({ a: gone, b: other })],
    ['was restarted', ask({ a: found({ ...POD, containersSince: T0 }), b: other })],
    ['shares its Pod with who replaced it', ask({ a: found(POD), b: found(POD) })],
    ['is not who holds it now', ask({ a: found(POD) }, last, lease('held', { holder: 'c' }))],
    ['was a Node', ask({ a: found(null), b: other })],
  ])('nothing of who %s', (_, former) => expect(former).toBeNull());
  it('nothing is asked without a handover', () => {
    const { pods, asked } = setUp();
    expect(pods.formerHolder(held, undefined)).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('what else is known of Pods', () => {
  it('who holds it and by which account, without asking', () => {
    const { pods, asked } = setUp({ a: found(POD) });
    const one = lease('held');
    expect(pods.holderPod(one)).toBeNull();
    expect(asked).toEqual([]);
    expect(pods.accountOf(one.record)).toBeNull();
    pods.runs({ identity: 'a', namespace: 'apps', class: 'controller' });
    expect(pods.holderPod(one)).toEqual(POD);
    expect(pods.accountOf(one.record)).toBe('system:serviceaccount:apps:operator');
  });
  it.each<[HolderReading, { runs: boolean; podNamespace: string } | null]>([
    [found(POD), { runs: true, podNamespace: 'apps' }],
    [found({ ...POD, phase: 'Succeeded' }), { runs: false, podNamespace: 'apps' }],
    [gone, { runs: false, podNamespace: 'apps' }],
    [found(null), null],
    [{ type: 'unknown' }, null],
  ])('whether it runs, and where: %o', (reading, runs) => {
    const { pods } = setUp({ a: reading });
    const holder = { identity: 'a', namespace: 'apps', class: 'controller' } as const;
    pods.runs(holder);
    expect(pods.runs(holder)).toEqual(runs);
  });
});
