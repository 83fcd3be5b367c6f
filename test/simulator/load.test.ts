/** The benchmark's load, small and on a clock that is told to pass. */
import { describe, expect, test } from 'vitest';
import { createCluster, EMPTY_TOPOLOGY } from '../../lib/simulator/cluster.ts';
import { createLoad } from '../../lib/simulator/load.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { createFakeTime } from './fake-time.ts';

function load(nodes: number, elections: number, handoversPerSecond: number) {
  const time = createFakeTime();
  const cluster = createCluster({ timers: time, random: createRandom(1), topology: EMPTY_TOPOLOGY });
  const start = createLoad(cluster, { nodes, elections, handoversPerSecond });
  const renewals = new Map<string, number>();
  const handovers: { at: number; acquireTime: string; transitions: number }[] = [];
  const bySecond = new Map<number, number>();
  const holders = new Map(cluster.store.leaseTable.snapshot().map((lease) => [lease.uid, lease.holder]));
  const began = time.now();
  cluster.store.leaseTable.subscribe(({ version }) => {
    if (holders.get(version.uid) !== version.holder) {
      const { acquireTime, leaseTransitions } = version.spec;
      handovers.push({ at: time.now(), acquireTime: acquireTime ?? '', transitions: leaseTransitions ?? 0 });
    } else {
      renewals.set(version.uid, (renewals.get(version.uid) ?? 0) + 1);
      const second = Math.max(0, Math.ceil((time.now() - began) / 1_000) - 1);
      bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
    }
    holders.set(version.uid, version.holder);
  });
  return { time, cluster, start, renewals, handovers, bySecond };
}

describe('the load', () => {
  test('renews every Lease every 10 s, evenly', () => {
    const { time, cluster, start, renewals, bySecond } = load(600, 50, 0);
    expect(cluster.store.leaseTable.size()).toBe(650);
    const stop = start();
    time.pass(20_000);
    stop();
    expect(renewals.size).toBe(650);
    expect(new Set(renewals.values())).toEqual(new Set([2]));
    for (const count of bySecond.values()) expect(Math.abs(count - 65)).toBeLessThanOrEqual(1);
    time.pass(60_000);
    expect([...renewals.values()].every((count) => count === 2)).toBe(true);
  });

  test('hands over as often as asked, stamped with the moment of the write', () => {
    const { time, start, handovers } = load(10, 40, 2);
    const stop = start();
    time.pass(30_000);
    stop();
    expect(handovers).toHaveLength(60);
    for (const { at, acquireTime } of handovers)
      expect(Math.abs(Date.parse(acquireTime) - at)).toBeLessThanOrEqual(1);
  });

  test('prepared versions are written like others', () => {
    const { cluster } = load(3, 2, 0);
    for (const version of cluster.store.leaseTable.snapshot()) {
      expect(JSON.parse(version.json())).toEqual({
        metadata: {
          ...version.head,
          resourceVersion: String(version.resourceVersion),
          managedFields: version.managedFields,
        },
        spec: version.spec,
      });
    }
  });
});
