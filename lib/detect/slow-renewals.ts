/**
 * Many holders are late at once: the API server or etcd, or what they have in common (field guide §10, "slow API
 * server"). One finding, however many there are; what follows from it is told under it.
 */
import type { TrackedLease } from '../lease/tracked.ts';
import type { ClusterSight } from './cluster-sight.ts';
import type { Finding } from './finding.ts';
import { type HeartbeatWitness, heartbeatWitness } from './heartbeat-witness.ts';
import { type LateElection, type LateElections, lateElections } from './late-elections.ts';
import { leasesOf, nodesLateAtOnce } from './late-nodes.ts';
import type { LateNode } from './node-heartbeat.ts';
import { type CommonFactor, commonFactor } from './shared-factor.ts';
import { NODES_STEPS, someOf, stepsFor, titleOf } from './slow-words.ts';
import { duration } from './words.ts';

/** `nodes`: heartbeats that are part of it, and not to be told one by one. */
export type SlowRenewals = { finding: Finding | null; nodes: ReadonlySet<TrackedLease> };

/** The key of what is about many nodes at once. */
export const OF_NODES = 'nodes';

/** Where it is not looked for. */
export const NOTHING_SLOW: SlowRenewals = { finding: null, nodes: new Set() };

const NO_WITNESS: HeartbeatWitness = { made: 0, missed: 0, agrees: null };

export function slowRenewals(sight: ClusterSight): SlowRenewals {
  const nodes = nodesLateAtOnce(sight);
  return { finding: ofElections(sight, nodes) ?? ofNodes(sight, nodes), nodes: leasesOf(nodes) };
}

function ofElections(sight: ClusterSight, nodes: readonly LateNode[]): Finding | null {
  const { thresholds } = sight;
  const areMany = (late: number, share: number, { due }: LateElections): boolean =>
    late >= thresholds.slowLeast && late >= share * due.length;
  const all = lateElections(sight);
  const allLate = all.slow.length + all.slower.length + all.silent.length;
  if (!areMany(allLate, thresholds.slowLeastShare, all)) return null;
  const witness = all.silent.length === 0 ? NO_WITNESS : heartbeatWitness(sight, all.silent);
  // What is silent for so long that only heartbeats could tell it from what was left behind counts by their word.
  const seen = witness.agrees === true ? all : lateElections(sight, 'without');
  const { slow, slower, silent, due } = seen;
  // Silence alone may be a rollout: heartbeats have to say the same, or it is nearly everybody's.
  const believed = witness.agrees === false ? [] : silent;
  const isSlow = areMany(slow.length, thresholds.slowLeastShare, seen);
  const isSilent =
    witness.agrees === true && areMany(slow.length + silent.length, thresholds.slowLeastShare, seen);
  const late = [...slow, ...slower, ...believed];
  if (!isSlow && !isSilent && !areMany(late.length, thresholds.slowMostShare, seen)) return null;
  const factor = commonFactor(
    late.map(({ lease }) => lease),
    due,
    sight.nodeOf,
  );
  // In one place silence is a node or a Pod that is gone: each of its Leases tells whether anybody takes over.
  if (factor.type !== 'all' && !isSlow) return null;
  return ofLate({ late, due: due.length, witness, factor, nodes: nodes.length });
}

type Late = {
  late: readonly LateElection[];
  due: number;
  witness: HeartbeatWitness;
  factor: CommonFactor;
  nodes: number;
};

function ofLate({ late, due, witness, factor, nodes }: Late): Finding {
  const expired = late.filter(({ isExpired }) => isExpired).length;
  const longestSilenceMs = late.reduce((most, { silentMs }) => Math.max(most, silentMs), 0);
  const holders = new Set(late.map(({ lease }) => lease.holder)).size;
  const heartbeats =
    witness.agrees === true
      ? ` So are ${witness.missed} of the ${witness.made + witness.missed} heartbeats that were due.`
      : '';
  return {
    ...shared(factor),
    // Until the first has expired, nobody has lost a Lease by it.
    severity: expired > 0 ? 'critical' : 'warning',
    since: late.reduce((first, { lateAt }) => Math.min(first, lateAt), Number.POSITIVE_INFINITY),
    summary: `${late.length} of ${due} elections are renewed late, by ${holders} ${holders === 1 ? 'holder' : 'holders'}; the longest silence is ${duration(longestSilenceMs)}, and ${expired} have expired.${heartbeats}`,
    evidence: {
      ...{ late: late.length, of: due, expired, holders, longestSilenceMs, factor: factor.type },
      ...{ heartbeatsMissed: witness.missed, heartbeatsMade: witness.made, nodesLate: nodes },
    },
  };
}

function ofNodes(sight: ClusterSight, nodes: readonly LateNode[]): Finding | null {
  if (nodes.length === 0) return null;
  const firstSilentAt = nodes.reduce(
    (first, { renewedAt }) => Math.min(first, renewedAt),
    Number.POSITIVE_INFINITY,
  );
  const lastSilentAt = nodes.reduce((last, { renewedAt }) => Math.max(last, renewedAt), 0);
  const spreadMs = lastSilentAt - firstSilentAt;
  return {
    rule: 'slow-renewals',
    // Not `cluster`: elections go on, and nothing but these heartbeats is explained by it.
    key: OF_NODES,
    certainty: 'likely',
    subject: { namespace: null, name: null, node: null, holder: null },
    until: null,
    severity: nodes.some(({ isGivenUp }) => isGivenUp) ? 'critical' : 'warning',
    since: nodes.reduce((least, { lateAt }) => Math.min(least, lateAt), Number.POSITIVE_INFINITY),
    title: 'Heartbeats of many nodes stopped at once',
    summary: `${nodes.length} of ${sight.nodes} nodes sent their last heartbeat within ${duration(spreadMs)}, while elections go on: ${someOf(nodes.map(({ lease }) => lease.record.name))}. Look for what they share: a zone, a network, their way to the API server.`,
    evidence: {
      ...{ factor: 'nodes', nodesLate: nodes.length, nodes: sight.nodes, spreadMs },
      ...{ firstSilentAt, lastSilentAt },
    },
    next: NODES_STEPS,
  };
}

function shared(
  factor: CommonFactor,
): Pick<Finding, 'rule' | 'key' | 'certainty' | 'subject' | 'until' | 'title' | 'next'> {
  const node = factor.type === 'node' ? factor.node : null;
  const holder = factor.type === 'holder' ? factor.holder : null;
  return {
    rule: 'slow-renewals',
    key: factor.type === 'all' ? 'cluster' : `${factor.type}/${node ?? holder}`,
    certainty: 'likely',
    subject: { namespace: null, name: null, node, holder },
    until: null,
    title: titleOf(factor),
    next: stepsFor(factor),
  };
}
