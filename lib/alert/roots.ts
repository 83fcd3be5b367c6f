/** Which trouble is only the consequence of another: told under its root, and not by itself. */

import type { Finding, Rule, Subject } from '../detect/finding.ts';
import { OF_NODES } from '../detect/slow-renewals.ts';
import { processless } from '../lease/processless.ts';
import type { Alert } from './alert.ts';

/** A root began at most so much later than what it explains: both are seen by their own delays. */
const ROOT_LATER_MS = 60_000;

type Explains = {
  rule: Rule;
  by: Rule;
  /** `lease`: about the same Lease. `shared`: about everything, or about its node or its holder. */
  of: 'lease' | 'shared';
  /** Judged by what lies in the past: explained by its root also when that is over. */
  stays?: true;
};

/** First come, first served: what explains more exactly stands first. Nothing explains itself, in any number of steps. */
export const EXPLAINS: readonly Explains[] = [
  { rule: 'expired-but-held', by: 'slow-renewals', of: 'shared' },
  { rule: 'vacant', by: 'slow-renewals', of: 'shared' },
  { rule: 'node-heartbeat-late', by: 'slow-renewals', of: 'shared' },
  { rule: 'apiserver-silent', by: 'slow-renewals', of: 'shared' },
  // While an API server comes back, elections go on sooner than heartbeats.
  { rule: 'slow-renewals', by: 'slow-renewals', of: 'shared' },
  { rule: 'headroom-low', by: 'duration-invalid', of: 'lease', stays: true },
  { rule: 'headroom-low', by: 'slow-renewals', of: 'shared', stays: true },
  { rule: 'flapping', by: 'slow-renewals', of: 'shared', stays: true },
  { rule: 'clock-skew', by: 'clock-skew', of: 'shared' },
  // Requests that are slow for long look like clocks that were set back, on all holders at once (field guide §8).
  { rule: 'clock-step', by: 'slow-renewals', of: 'shared', stays: true },
  { rule: 'clock-step', by: 'clock-step', of: 'shared' },
  { rule: 'dual-leadership', by: 'flapping', of: 'lease' },
  // The worse one is told as long as it is possible, and then what has certainly happened.
  { rule: 'early-takeover', by: 'dual-leadership', of: 'lease' },
  { rule: 'early-takeover', by: 'flapping', of: 'lease', stays: true },
  { rule: 'former-holder-running', by: 'early-takeover', of: 'lease' },
  { rule: 'holder-gone', by: 'expired-but-held', of: 'lease' },
  { rule: 'no-standby', by: 'expired-but-held', of: 'lease' },
  { rule: 'no-standby', by: 'vacant', of: 'lease' },
];

const EXPLAINED_BY = new Map<Rule, readonly Explains[]>();
for (const { rule } of EXPLAINS)
  EXPLAINED_BY.set(
    rule,
    EXPLAINS.filter((one) => one.rule === rule),
  );
const SHARED = new Set(EXPLAINS.filter(({ of }) => of === 'shared').map(({ by }) => by));
const OF_LEASE = new Set(EXPLAINS.filter(({ of }) => of === 'lease').map(({ by }) => by));

/**
 * Answers, for each of the alerts that fire, the id of the root that explains it; null for a root. Linear in their
 * number: what explains one Lease is found by its rule and name, and what is shared is little.
 */
export function rootsAmong(firing: readonly Alert[]): (alert: Alert) => string | null {
  const ofLease = new Map<string, Alert>();
  const shared: Alert[] = [];
  for (const alert of firing) {
    const { rule, subject } = alert.finding;
    if (SHARED.has(rule) && subject.name === null) shared.push(alert);
    if (!OF_LEASE.has(rule)) continue;
    const key = leaseKeyOf(rule, subject);
    const other = ofLease.get(key);
    if (other === undefined || order(alert, other) < 0) ofLease.set(key, alert);
  }
  shared.sort(order);

  function above({ finding }: Alert): Alert | null {
    const { subject, since } = finding;
    for (const { by, of } of EXPLAINED_BY.get(finding.rule) ?? []) {
      const root =
        of === 'lease'
          ? ofLease.get(leaseKeyOf(by, subject))
          : shared.find((one) => one.finding.rule === by && covers(one.finding, finding));
      if (root === undefined) continue;
      if (root.finding.since <= since + ROOT_LATER_MS || isOneClock(root.finding, finding)) return root;
    }
    return null;
  }

  return function rootOf(alert): string | null {
    const root = above(alert);
    if (root !== null) return rootOf(root) ?? root.id;
    return staysUnder(alert) ? alert.rootId : null;
  };
}

/** The earliest first; of those that began at once always the same, also in another run. */
function order(a: Alert, b: Alert): number {
  return a.finding.since - b.finding.since || (a.id < b.id ? -1 : 1);
}

function staysUnder({ finding, rootId }: Alert): boolean {
  const rows = EXPLAINED_BY.get(finding.rule) ?? [];
  return rootId !== null && rows.some(({ by, stays }) => stays === true && rootId.startsWith(`${by}:`));
}

/** The clock of one node or holder: the first Lease tells of it long before enough others do. */
function isOneClock({ rule, subject }: Finding, { rule: own }: Finding): boolean {
  return rule === own && (subject.node !== null || subject.holder !== null);
}

/** What is about a node or a holder explains what is there; what is about neither explains everything. */
function covers(shared: Finding, finding: Finding): boolean {
  const { rule, subject: root } = shared;
  const { rule: own, subject } = finding;
  // What nodes share may last for days, and explains no election: only heartbeats that stopped with theirs.
  if (isOfNodes(shared))
    return own === 'node-heartbeat-late' && Math.abs(shared.since - finding.since) <= ROOT_LATER_MS;
  // The same trouble of one Lease, or of heartbeats, lies under that of all, and none under itself.
  const isPart = own === 'slow-renewals' ? isOfNodes(finding) : subject.name !== null;
  if (rule === own && !isPart) return false;
  if (root.node !== null && root.node !== subject.node) return false;
  if (root.holder === null) return true;
  return subject.holder !== null && processless(root.holder) === processless(subject.holder);
}

function isOfNodes({ rule, key }: Finding): boolean {
  return rule === 'slow-renewals' && key === OF_NODES;
}

function leaseKeyOf(rule: Rule, { namespace, name }: Subject): string {
  return `${rule} ${namespace ?? ''}/${name ?? ''}`;
}
