import { describe, expect, it } from 'vitest';
import type { OwnedPods, PodOwner } from '../../../lib/kube/owner-lookup.ts';
import { createAlertStandbys } from '../../../lib/server/alerts/alert-standbys.ts';
import type { PodFacts } from '../../../lib/view/lease-detail.ts';
import { fakeTime } from '../fake-timers.ts';
import { tracked } from '../leases/lease-builders.ts';

const MINUTE = 60_000;
const owned = (kind: string, name: string): PodFacts =>
  ({ namespace: 'apps', name: `${name}-0`, owner: { kind, name } }) as PodFacts;
const lease = (name: string, over: Parameters<typeof tracked>[0] = {}) =>
  tracked({ namespace: 'apps', name, class: 'controller', holder: `${name}-0`, ...over });

function setUp(
  answer: (owner: PodOwner) => OwnedPods | null = () => ({ pods: 2, ready: 2 }),
  kind = 'ReplicaSet',
) {
  const time = fakeTime();
  const asked: string[] = [];
  let lost = false;
  const standbys = createAlertStandbys({
    holderPod: ({ record }) => (lost ? null : owned(kind, record.name)),
    ownedPods: () => async (owner) => {
      asked.push(owner.name);
      return answer(owner);
    },
    now: time.now,
  });
  return {
    asked,
    time,
    of: standbys.of,
    lose: () => {
      lost = true;
    },
    /** Judged about once a second for so long. */
    async judged(leases: readonly ReturnType<typeof lease>[], ms: number, roundMs = 1000) {
      for (let passed = 0; passed < ms; passed += roundMs) {
        for (const one of leases) standbys.of(one);
        await time.advance(roundMs);
      }
    },
  };
}

describe('who could take over', () => {
  it('is asked for behind, once in three minutes, and by the owner: Leases share it', async () => {
    const { of, asked, judged } = setUp();
    const [one, other] = [lease('web'), lease('web')];
    expect(of(one)).toBeNull();
    await judged([one, other], 2 * MINUTE);
    expect(asked).toEqual(['web']);
    expect(of(other)).toEqual({
      ...{ namespace: 'apps', ownerKind: 'ReplicaSet', ownerName: 'web' },
      ...{ pods: 2, ready: 2, fewSince: null },
    });
    await judged([one], 2 * MINUTE);
    expect(asked).toEqual(['web', 'web']);
  });
  it('an owner a second, each in its turn, however many there are', async () => {
    const { asked, judged } = setUp();
    const many = Array.from({ length: 300 }, (_, index) => lease(`l${index}`));
    await judged(many, 10_000);
    expect(asked).toHaveLength(10);
    await judged(many, 10 * MINUTE);
    expect(new Set(asked).size).toBe(300);
  });
  it('an owner a round, as judging goes on', async () => {
    const { asked, judged } = setUp();
    const many = Array.from({ length: 50 }, (_, index) => lease(`l${index}`));
    await judged(many, 9000, 900);
    expect(asked).toHaveLength(10);
  });
  it('few of each of many owners, though it takes longer than ten minutes to ask for all of them', async () => {
    const { of, judged, time } = setUp(() => ({ pods: 1, ready: 1 }));
    const many = Array.from({ length: 900 }, (_, index) => lease(`l${index}`));
    const isTold = (one: (typeof many)[number]) =>
      time.now() - (of(one)?.fewSince ?? time.now()) > 10 * MINUTE;
    await judged(many, 13 * MINUTE, 900);
    // One answer may have fallen into a rollout: without another one nothing is told. The first was alone at first.
    expect(many.slice(1).some(isTold)).toBe(false);
    await judged(many, 15 * MINUTE, 900);
    expect(many.every(isTold)).toBe(true);
  });
  it('fewer than two since the first of the answers that say so in a row', async () => {
    let ready = 1;
    const { of, judged, time } = setUp(() => ({ pods: 2, ready }));
    const one = lease('web');
    await judged([one], 1000);
    const since = of(one)?.fewSince;
    expect(since).toBe(time.now());
    await judged([one], 12 * MINUTE);
    expect(of(one)?.fewSince).toBe(since);
    ready = 2;
    await judged([one], 3 * MINUTE);
    expect(of(one)?.fewSince).toBeNull();
    ready = 1;
    await judged([one], 4 * MINUTE);
    expect(of(one)?.fewSince).toBeGreaterThan(since ?? 0);
  });
  it('is not known after long without an answer, and begins anew with the next', async () => {
    let answers = true;
    const { of, judged } = setUp(() => (answers ? { pods: 1, ready: 1 } : null));
    const one = lease('web');
    await judged([one], 4 * MINUTE);
    const since = of(one)?.fewSince ?? 0;
    answers = false;
    await judged([one], 9 * MINUTE);
    expect(of(one)).not.toBeNull();
    await judged([one], 3 * MINUTE);
    expect(of(one)).toBeNull();
    answers = true;
    await judged([one], 4 * MINUTE);
    expect(of(one)?.fewSince).toBeGreaterThan(since);
  });
  it('are still known when its holder released it, or its Pod is gone', async () => {
    const { of, judged, lose } = setUp(() => ({ pods: 1, ready: 1 }));
    const one = lease('web');
    await judged([one], MINUTE);
    const since = of(one)?.fewSince;
    expect(since).not.toBeNull();
    lose();
    await judged([one], MINUTE);
    expect(of(one)?.fewSince).toBe(since);
    one.holder = null;
    await judged([one], MINUTE);
    expect(of(one)?.fewSince).toBe(since);
    one.holder = 'somebody-else';
    await judged([one], MINUTE);
    expect(of(one)).toBeNull();
  });
  it.each<[string, ReturnType<typeof lease>, string]>([
    ['a static Pod', lease('web'), 'Node'],
    ['a Job', lease('web'), 'Job'],
    ['a virtual IP', lease('web', { class: 'virtual-ip' }), 'DaemonSet'],
    ['a heartbeat', lease('web', { class: 'component-heartbeat' }), 'DaemonSet'],
  ])('nothing is asked of %s', async (_, one, kind) => {
    const { of, asked, judged } = setUp(undefined, kind);
    await judged([one], 5000);
    expect(of(one)).toBeNull();
    expect(asked).toEqual([]);
  });
  it('bears a question that fails', async () => {
    const { of, asked, judged } = setUp(() => {
      throw new Error('lost');
    });
    const one = lease('web');
    await judged([one], 4 * MINUTE);
    expect(of(one)).toBeNull();
    expect(asked).toHaveLength(2);
  });
});
