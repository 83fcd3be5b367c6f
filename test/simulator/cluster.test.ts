/** The demo cluster as a whole, ten minutes of it in a moment. */
import { describe, expect, test } from 'vitest';
import { type Cluster, createCluster } from '../../lib/simulator/cluster.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { playStory, ROUND_MS, tellRound } from '../../lib/simulator/story.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

type Change = { at: number; lease: string; from: string; to: string };

type Told = { cluster: Cluster; time: FakeTime; lines: string[]; changes: Change[]; start: number };

function tell(seed: number, withStory = true): Told {
  const time = createFakeTime();
  const start = time.now();
  const cluster = createCluster({ timers: time, random: createRandom(seed) });
  if (withStory) playStory(cluster);
  const lines: string[] = [];
  const changes: Change[] = [];
  const holders = new Map(
    cluster.store.leaseTable.snapshot().map((lease) => [`${lease.namespace}/${lease.name}`, lease.holder]),
  );
  cluster.store.leaseTable.subscribe(({ type, version }) => {
    const lease = `${version.namespace}/${version.name}`;
    lines.push(`${type} ${version.json()}`);
    const to = type === 'DELETED' ? '' : version.holder;
    const from = holders.get(lease) ?? '';
    if (from !== to) changes.push({ at: time.now() - start, lease, from, to });
    holders.set(lease, to);
  });
  return { cluster, time, lines, changes, start };
}

describe('the demo cluster', () => {
  test('has about 45 Leases of every class, most of them held for long already', () => {
    const { cluster, start } = tell(1);
    const leases = cluster.store.leaseTable.snapshot();
    expect(leases.length).toBeGreaterThanOrEqual(45);
    expect(leases.every((lease) => lease.holder !== '')).toBe(true);
    const tenures = leases.flatMap((lease) =>
      lease.spec.acquireTime === undefined ? [] : [start - Date.parse(lease.spec.acquireTime)],
    );
    expect(Math.min(...tenures)).toBeGreaterThan(3_600_000);
    for (const lease of leases) {
      expect(Date.parse(lease.head.creationTimestamp)).toBeLessThan(start - 86_400_000);
      expect(Math.abs(start - Date.parse(lease.renewTime ?? ''))).toBeLessThan(15_100);
    }
    const heartbeats = leases.filter((lease) => lease.namespace === 'kube-node-lease');
    expect(heartbeats.length).toBe(cluster.store.tables.nodes.size());
    for (const { spec, head, name } of heartbeats) {
      expect(spec.holderIdentity).toBe(name);
      expect(spec.acquireTime).toBeUndefined();
      expect(spec.leaseTransitions).toBeUndefined();
      expect(head.ownerReferences).toMatchObject([{ kind: 'Node', name }]);
    }
  });

  test('is quiet without a story: everything renewed in time, nothing handed over', () => {
    const { time, changes, cluster } = tell(2, false);
    time.pass(600_000);
    expect(changes).toEqual([]);
    for (const lease of cluster.store.leaseTable.snapshot()) {
      expect(time.now() - Date.parse(lease.renewTime ?? '')).toBeLessThan(16_000);
    }
  });

  test('shows something within the first half minute, and every kind of trouble within a round', () => {
    for (const seed of [1, 2, 3]) {
      const { time, changes } = tell(seed);
      time.pass(30_000);
      expect(changes.filter((change) => change.to !== '').length).toBeGreaterThanOrEqual(1);
      time.pass(ROUND_MS - 30_000);
      const told = new Set(changes.map((change) => change.lease));
      expect(told.size).toBeGreaterThanOrEqual(5);
      const flaps = changes.filter((change) => change.lease.startsWith('payments/') && change.to !== '');
      expect(flaps.length).toBeGreaterThanOrEqual(5);
    }
    const cluster = tell(1).cluster;
    const kinds = new Set(tellRound(cluster, 0).map(({ fault }) => fault.do));
    for (const kind of [
      'crash',
      'evict',
      'release',
      'partition',
      'skew',
      'scale-to-zero',
      'stall',
      'delete',
      'silence',
    ])
      expect(kinds).toContain(kind);
  });

  test('is well again at the end of a round, and stays alive over many', () => {
    const { time, cluster } = tell(7);
    for (let round = 1; round <= 6; round++) {
      time.pass(ROUND_MS - 1);
      const vacant = cluster.store.leaseTable.snapshot().filter((lease) => lease.holder === '');
      expect(vacant.map((lease) => lease.name)).toEqual([]);
      expect(cluster.store.leaseTable.size()).toBe(46);
      time.pass(1);
    }
    expect(cluster.store.tables.pods.size()).toBe(cluster.store.tables.pods.snapshot().length);
    expect(cluster.store.tables.events.size()).toBeLessThan(400);
  });

  test('tells the same story for the same seed, another for another', () => {
    const [one, same, other] = [tell(11), tell(11), tell(12)];
    for (const { time } of [one, same, other]) time.pass(120_000);
    expect(one.lines.length).toBeGreaterThan(500);
    expect(same.lines).toEqual(one.lines);
    expect(other.lines).not.toEqual(one.lines);
  });

  test('a renewed version is written like one that was not', () => {
    const { time, cluster } = tell(3, false);
    time.pass(60_000);
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

  test('§2 Pods are found by the identities: by name, by hostname, by node', () => {
    const { cluster } = tell(4, false);
    const pods = new Set(cluster.store.tables.pods.snapshot().map((pod) => pod.name));
    for (const election of cluster.elections()) {
      const leader = election.leader();
      expect(leader).not.toBeNull();
      expect(pods.has(leader?.pod ?? '')).toBe(true);
    }
  });

  test('§7 one lock is left from before there were Leases, and nobody renews it', () => {
    const { cluster, time, start } = tell(4);
    const locks = () =>
      [...cluster.store.tables.configmaps.snapshot(), ...cluster.store.tables.endpoints.snapshot()].flatMap(
        ({ meta }) => meta.annotations?.['control-plane.alpha.kubernetes.io/leader'] ?? [],
      );
    const [before, ...more] = locks();
    expect(more).toEqual([]);
    expect(Date.parse(String(JSON.parse(before ?? '').renewTime))).toBeLessThan(start - 86_400_000);
    time.pass(ROUND_MS);
    expect(locks()).toEqual([before]);
  });

  test('a Pod that is evicted is gone, its Lease is not, until another one takes its place', () => {
    const { cluster, time } = tell(5, false);
    const lease = 'kafka/strimzi-cluster-operator';
    const election = cluster.election(lease);
    const before = election?.leader();
    cluster.inject({ do: 'evict', lease, forMs: 60_000 });
    expect(cluster.store.pods.find('kafka', before?.pod ?? '')).toBeUndefined();
    time.pass(59_000);
    expect(cluster.store.leases.get('kafka', 'strimzi-cluster-operator').holder).toBe(before?.identity);
    time.pass(30_000);
    const after = election?.leader();
    expect(after?.pod).not.toBe(before?.pod);
    expect(cluster.store.pods.find('kafka', after?.pod ?? '')).toBeDefined();
  });

  test('who goes on as a candidate loses its lock in the same container', () => {
    const { cluster, time, changes } = tell(6, false);
    const lease = 'ingress-nginx/ingress-nginx-leader';
    const pod = cluster.election(lease)?.leader()?.pod ?? '';
    const containers = () => cluster.store.pods.find('ingress-nginx', pod)?.json();
    const before = containers();
    cluster.inject({ do: 'partition', lease, forMs: 50_000 });
    time.pass(90_000);
    expect(changes).toMatchObject([{ lease, from: pod }]);
    expect(containers()).toBe(before);
    cluster.inject({ do: 'release', lease, forMs: 60_000 });
    time.pass(10_000);
    // It is a candidate again.
    expect(cluster.election(lease)?.leader()?.pod).toBe(pod);
  });

  test('an unknown name in a fault is refused with what would be right', () => {
    const { cluster } = tell(1, false);
    expect(() => cluster.inject({ do: 'crash', lease: 'nowhere' })).toThrow(
      /there is no election "nowhere".*namespace\/name/,
    );
    expect(() => cluster.inject({ do: 'silence', node: 'x', forMs: 1 })).toThrow(/there is no node "x"/);
    expect(() => cluster.inject({ do: 'skew', node: 'x', ms: 1 })).toThrow(/there is no node "x"/);
  });
});
