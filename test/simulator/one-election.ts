import { type Cluster, createCluster, EMPTY_TOPOLOGY, type Topology } from '../../lib/simulator/cluster.ts';
import type { LeaseVersion } from '../../lib/simulator/lease-version.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import type { ChangeType } from '../../lib/simulator/table.ts';
import type { ElectionSpec, LockTiming } from '../../lib/simulator/topology.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

export const LEASE = 'team-a/the-lock';

export type Write = {
  type: ChangeType;
  /** True time of the commit, ms. */
  at: number;
  holder: string;
  duration: number;
  transitions: number;
  uid: string;
  acquireTime: string;
  renewTime: string;
};

export type OneElection = {
  time: FakeTime;
  cluster: Cluster;
  writes: Write[];
  lease(): LeaseVersion;
  last(): Write;
};

/** A cluster in which some Pods compete for one Lease; every accepted write is kept. */
export function oneElection(options: {
  seed: number;
  timing: LockTiming;
  candidates: number;
  releases: boolean;
  identity?: ElectionSpec['identity'];
}): OneElection {
  const time = createFakeTime();
  const replicas = Array.from({ length: options.candidates }, (_, i) => ({
    pod: `op-5c7bb9d6f-aaaa${i}`,
    node: `wa-0${i}`,
  }));
  const topology: Topology = {
    ...EMPTY_TOPOLOGY,
    nodes: replicas.map((replica) => replica.node),
    workloads: [
      {
        namespace: 'team-a',
        name: 'op',
        kind: 'deployment',
        hostNetwork: false,
        container: 'op',
        image: 'op:1',
        replicas,
      },
    ],
    elections: [
      {
        namespace: 'team-a',
        name: 'the-lock',
        workload: 'team-a/op',
        identity: options.identity ?? 'hostname_uuid',
        timing: options.timing,
        releases: options.releases,
        records: true,
        holder: 0,
        tenureSeconds: 3600,
        transitions: 7,
      },
    ],
  };
  const cluster = createCluster({ timers: time, random: createRandom(options.seed), topology });
  const writes: Write[] = [];
  cluster.store.leaseTable.subscribe(({ type, version }) => {
    if (version.name !== 'the-lock') return;
    const { leaseDurationSeconds, leaseTransitions, acquireTime, renewTime } = version.spec;
    writes.push({
      type,
      at: time.now(),
      holder: version.holder,
      duration: leaseDurationSeconds ?? 0,
      transitions: leaseTransitions ?? 0,
      uid: version.uid,
      acquireTime: acquireTime ?? '',
      renewTime: renewTime ?? '',
    });
  });
  return {
    time,
    cluster,
    writes,
    lease: () => cluster.store.leases.get('team-a', 'the-lock'),
    last() {
      const write = writes.at(-1);
      if (write === undefined) throw new Error('nothing has been written yet');
      return write;
    },
  };
}
