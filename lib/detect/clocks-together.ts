/**
 * Clocks that are off, or that stepped, on many holders at once: it is the clock they are measured by, the API
 * server's, or that of the one node they run on (field guide §8). One finding of each kind, and not thousands.
 */

import { processless } from '../lease/processless.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import type { ClusterSight } from './cluster-sight.ts';
import { type Finding, SEVERITIES } from './finding.ts';
import { offByTheSame } from './same-offset.ts';
import { type CommonFactor, commonFactor } from './shared-factor.ts';
import { named } from './words.ts';

export type ClockFinding = { lease: TrackedLease; finding: Finding };

const TITLES = {
  'clock-skew': 'Many clocks are off at once: an API server’s own clock',
  'clock-step': 'Many clocks stepped at once: API servers disagree',
} as const;
const RULES = ['clock-skew', 'clock-step'] as const;

export function isOfClocks({ rule }: Pick<Finding, 'rule'>): boolean {
  return rule === 'clock-skew' || rule === 'clock-step';
}

/** `clocks`: the Leases whose clocks can be told, gone through only where many are off. Answers what is to be told. */
export function clocksTogether(
  found: readonly ClockFinding[],
  clocks: () => readonly TrackedLease[],
  { thresholds, nodeOf }: Pick<ClusterSight, 'thresholds' | 'nodeOf'>,
): Finding[] {
  return RULES.flatMap((rule) => {
    const those = found.filter(({ finding }) => finding.rule === rule);
    const singly = (ones: readonly ClockFinding[]) => [
      ...ones.map(({ finding }) => finding),
      ...sharedClocks(rule, ones, nodeOf),
    ];
    // An API server's clock that is wrong makes all others off by the same.
    const same = rule === 'clock-skew' ? offByTheSame(those) : those;
    if (same.length < thresholds.slowLeast) return singly(those);
    const due = clocks();
    if (same.length < thresholds.slowLeastShare * due.length) return singly(those);
    const factor = commonFactor(
      same.map(({ lease }) => lease),
      due,
      nodeOf,
    );
    // One process by all its Leases: they are told under it.
    if (factor.type === 'holder') return singly(those);
    const alike = new Set(same);
    return [asOne(rule, same, due, factor), ...singly(those.filter((one) => !alike.has(one)))];
  });
}

/**
 * One clock that several Leases tell of is one trouble: that of their node, or of their holder where the node is not
 * known. What each of them says stands under it.
 */
function sharedClocks(
  rule: (typeof RULES)[number],
  those: readonly ClockFinding[],
  nodeOf: ClusterSight['nodeOf'],
): Finding[] {
  const byClock = Map.groupBy(those, ({ lease }) => {
    const node = nodeOf(lease);
    return node === null ? `holder/${processless(lease.holder ?? '')}` : `node/${node}`;
  });
  return [...byClock].flatMap(([key, own]) => {
    const [worst] = [...own].sort(bySeverity);
    if (worst === undefined || own.length < 2) return [];
    const node = nodeOf(worst.lease);
    const { finding } = worst;
    const whose =
      node === null ? `of holder ${named(processless(worst.lease.holder ?? ''))}` : `of node ${node}`;
    const what = rule === 'clock-step' ? 'stepped' : 'is off';
    return {
      ...finding,
      key,
      subject: { namespace: null, name: null, node, holder: node === null ? worst.lease.holder : null },
      since: Math.min(...own.map((one) => one.finding.since)),
      title: `The clock ${whose} ${what}`,
      summary: `${own.length} Leases tell of it. ${finding.summary}`,
      evidence: { leases: own.length, ...finding.evidence },
    };
  });
}

function bySeverity(a: ClockFinding, b: ClockFinding): number {
  return SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity);
}

function asOne(
  rule: (typeof RULES)[number],
  those: readonly ClockFinding[],
  due: readonly TrackedLease[],
  factor: CommonFactor,
): Finding {
  const node = factor.type === 'node' ? factor.node : null;
  const holders = new Set(those.map(({ lease }) => lease.holder)).size;
  const what = rule === 'clock-skew' ? 'off' : 'stepped';
  const [worst] = [...those].sort(bySeverity);
  return {
    rule,
    key: node === null ? 'cluster' : `node/${node}`,
    severity: worst?.finding.severity ?? 'warning',
    certainty: 'likely',
    subject: { namespace: null, name: null, node, holder: null },
    since: those.reduce((least, { finding }) => Math.min(least, finding.since), Number.POSITIVE_INFINITY),
    until: null,
    title: node === null ? TITLES[rule] : `The clock of node ${node} ${what === 'off' ? 'is off' : what}`,
    summary: `The clocks of ${holders} holders (${those.length} of ${due.length} Leases) are ${what === 'off' ? 'off' : 'found to have stepped'} at the same time. ${
      node === null
        ? 'They share only the API servers, by whose stamps they are measured.'
        : 'All of them run on this node.'
    }${worst === undefined ? '' : ` ${worst.finding.summary}`}`,
    evidence: { leases: those.length, of: due.length, holders, ...worst?.finding.evidence },
    next: [
      {
        text:
          node === null
            ? 'On each control-plane node: see whether its clock is kept in time'
            : 'On that node: see whether its clock is kept in time',
        command: 'chronyc tracking',
      },
      ...(worst?.finding.next ?? []),
    ],
  };
}
