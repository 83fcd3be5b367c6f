/** The demo's story, in which a node's clock is set and the API server stalls four times within a minute. */
import { expect, it } from 'vitest';
import { decodeLease } from '../../lib/lease/decode.ts';
import type { LeaseRecord } from '../../lib/lease/record.ts';
import { createCluster } from '../../lib/simulator/cluster.ts';
import type { LeaseVersion } from '../../lib/simulator/lease-version.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { playStory, ROUND_MS } from '../../lib/simulator/story.ts';
import { NODES } from '../../lib/simulator/topology.ts';
import { createFakeTime } from '../simulator/fake-time.ts';
import { createTenure, NOTHING_LEFT } from './healthy-tenure.ts';

it('finds the clock that was set, and none that stepped by a stall', () => {
  const time = createFakeTime();
  const cluster = createCluster({ timers: time, random: createRandom(7) });
  const { leaseTable } = cluster.store;
  const facts = () => ({
    ...{ nodes: NODES.length, cordoned: new Set<string>(), kubernetesMinor: 37 },
    ...{ nodeOf: () => null, holderExists: () => true },
  });
  const tenure = createTenure(time.now(), facts, NOTHING_LEFT);
  tenure.start(leaseTable.snapshot().map(recordOf), time.now());
  leaseTable.subscribe(({ type, version }) => {
    if (type === 'DELETED') tenure.deleted(recordOf(version), time.now());
    else tenure.written(recordOf(version), time.now());
  });
  const stop = playStory(cluster);
  const told = new Set<string>();
  for (const until = time.now() + ROUND_MS; time.now() < until; time.pass(500)) {
    tenure.proved(time.now());
    for (const { state, fingerprint } of tenure.judge(time.now()))
      if (state === 'firing') told.add(fingerprint);
  }
  stop();
  expect(told).toContain('slow-renewals:cluster');
  // The node that is set is one of the first round, with what runs there.
  const ofClocks = [...told].filter((fingerprint) => fingerprint.startsWith('clock'));
  expect(ofClocks.sort()).toEqual([
    'clock-skew:kube-system/external-attacher-leader-ebs-csi-aws-com',
    'clock-step:kube-node-lease/wa-07',
    'clock-step:kube-system/external-attacher-leader-ebs-csi-aws-com',
  ]);
});

function recordOf(version: LeaseVersion): LeaseRecord {
  const record = decodeLease(JSON.parse(version.json()));
  if (record === null) throw new Error('the cluster writes Leases');
  return record;
}
