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
import { stepsFor, titleOf } from './slow-words.ts';
import { duration } from './words.ts';

/** `nodes`: heartbeats that are part of it, and not to be told one by one. */
export type SlowRenewals = { finding: Finding | null; nodes: ReadonlySet<TrackedLease> };

/** Where it is not looked for. */
export const NOTHING_SLOW: SlowRenewals = { finding: null, nodes: new Set() };

const NO_WITNESS: HeartbeatWitness = { made: 0, missed: 0, agrees: null };

export function slowRenewals(sight: ClusterSight): SlowRenewals {
  const nodes = nodesLateAtOnce(sight);
  return { finding: ofElections(sight, nodes) ?? ofNodes(sight, nodes), nodes: leasesOf(nodes) };
}

function ofElections(sight: ClusterSight, nodes: readonly LateNode[]): Finding | null {
  const { thresholds } = sight;
  const { slow, slower, silent, due }: LateElections = lateElections(sight);
  const areMany = (late: number, share: number): boolean =>
    late >= thresholds.slowLeast && late >= share * due.length;
  if (!areMany(slow.length + slower.length + silent.length, thresholds.slowLeastShare)) return null;
  const witness = silent.length === 0 ? NO_WITNESS : heartbeatWitness(sight, silent);
  // Silence alone may be a rollout: heartbeats have to say the same, or it is nearly everybody's.
  const believed = witness.agrees === false ? [] : silent;
  const isSlow = areMany(slow.length, thresholds.slowLeastShare);
  const isSilent = witness.agrees === true && areMany(slow.length + silent.length, thresholds.slowLeastShare);
  const late = [...slow, ...slower, ...believed];
  if (!isSlow && !isSilent && !areMany(late.length, thresholds.slowMostShare)) return null;
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
  const expired = late.filter(
    ({ lease, how, silentMs }) =>
      how === 'silent' && lease.expiresAfterMs !== null && silentMs > lease.expiresAfterMs,
  ).length;
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
    ...shared({ type: 'all' }),
    severity: nodes.some(({ isGivenUp }) => isGivenUp) ? 'critical' : 'warning',
    since: nodes.reduce((least, { lateAt }) => Math.min(least, lateAt), Number.POSITIVE_INFINITY),
    title: 'Heartbeats of many nodes stopped at once',
    summary: `${nodes.length} of ${sight.nodes} nodes sent their last heartbeat within ${duration(spreadMs)}, while elections go on. Look for what these nodes share: a zone, a network, their way to the API server.`,
    evidence: {
      ...{ factor: 'nodes', nodesLate: nodes.length, nodes: sight.nodes, spreadMs },
      ...{ firstSilentAt, lastSilentAt },
    },
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
