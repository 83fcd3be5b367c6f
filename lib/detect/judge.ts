/**
 * All that is wrong at one moment. Cheap at 65,000 Leases: elections are looked at each time, of the heartbeats only
 * those that are not held. Of Leases whose feed is not live nothing is concluded (field guide §10).
 */
import type { TrackedLease } from '../lease/tracked.ts';
import { abandoned } from './abandoned.ts';
import { apiserverSilent } from './apiserver-silent.ts';
import { clocksTogether, isOfClocks } from './clocks-together.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { Finding } from './finding.ts';
import { LEASE_DETECTORS } from './lease-detectors.ts';
import type { NodeClocks } from './node-clocks.ts';
import { nodeHeartbeatLate } from './node-heartbeat.ts';
import type { LeaseSight } from './sight.ts';
import { slowRenewals } from './slow-renewals.ts';
import { tenureItself } from './tenure-itself.ts';

/** `sightOf` is asked for each election that may be judged; without `nodeClocks` those of nodes are left out. */
export function judge(
  whole: ClusterSight,
  sightOf: (lease: TrackedLease) => LeaseSight,
  nodeClocks: NodeClocks | null = null,
): Finding[] {
  // Found among 60,000 once, and looked at by several.
  const notHeld = [...whole.heartbeatsNotHeld()];
  const sight: ClusterSight = { ...whole, heartbeatsNotHeld: () => notHeld };
  const findings = tenureItself(sight);
  const slow = slowRenewals(sight);
  if (slow.finding !== null) findings.push(slow.finding);
  const clocks = nodeClocks?.look(sight, sightOf) ?? [];
  for (const lease of sight.elections()) {
    if (healthOf(sight, lease) === null) continue;
    const left = abandoned(lease, sight);
    // What nobody uses any more has no standby to wait for.
    if (left !== null) findings.push(left);
    else {
      const one = sightOf(lease);
      for (const detector of LEASE_DETECTORS) {
        const finding = detector(one);
        if (finding === null) continue;
        if (isOfClocks(finding)) clocks.push({ lease, finding });
        else findings.push(finding);
      }
    }
  }
  for (const lease of notHeld) {
    if (slow.nodes.has(lease) || healthOf(sight, lease) === null) continue;
    const finding =
      abandoned(lease, sight) ?? apiserverSilent(lease, sight) ?? nodeHeartbeatLate(lease, sight);
    if (finding !== null) findings.push(finding);
  }
  const told = () => withClocks(sight, nodeClocks !== null);
  return [...findings, ...clocksTogether(clocks, told, sight)];
}

/** Leases whose renewals the API server stamps (field guide §8). */
function withClocks(sight: ClusterSight, nodes: boolean): TrackedLease[] {
  const all = nodes ? [...sight.elections(), ...sight.heartbeats()] : [...sight.elections()];
  return all.filter((lease) => lease.holder !== null && lease.stampMoves === true);
}
