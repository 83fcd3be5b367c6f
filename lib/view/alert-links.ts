/** Where an alert leads to. Paths begin with a slash. */
import type { AlertView } from './alert.ts';

/** Shows this one alert with its evidence, for as long as it is kept. */
export function alertHref({ id }: Pick<AlertView, 'id'>): string {
  return `/alerts?${new URLSearchParams({ alert: id })}`;
}

/** A rule with what it means and its limits. */
export function ruleHref(rule: AlertView['rule']): string {
  return `/alerts?${new URLSearchParams({ rule })}`;
}

/** How it judges, what causes it and what to do: its page of the documentation. */
export function findingHref(rule: AlertView['rule']): string {
  return `/findings/${rule}`;
}

/** The Lease that an alert is about; null where it is about none. A legacy lock is not a Lease (field guide §7). */
export function leaseOf({
  rule,
  subject: { namespace, name },
}: Pick<AlertView, 'rule' | 'subject'>): { namespace: string; name: string } | null {
  return rule === 'legacy-lock' || namespace === null || name === null ? null : { namespace, name };
}

const OF_NODES: ReadonlySet<AlertView['rule']> = new Set(['node-heartbeat-late', 'clock-skew', 'clock-step']);

/** The node whose heartbeat or clock it is about; null where the node is only where a holder runs, or none is named. */
export function nodeOf({ rule, subject }: Pick<AlertView, 'rule' | 'subject'>): string | null {
  return OF_NODES.has(rule) ? subject.node : null;
}

export function nodeHref(node: string): string {
  return `/nodes?${new URLSearchParams({ node })}`;
}

/**
 * Where to look first: its Lease, or the node that a heartbeat stands for, else all Leases at that time. What is wrong
 * with Tenure itself lies in none.
 */
export function wayOf(alert: Pick<AlertView, 'rule' | 'subject'>): 'lease' | 'node' | 'timeline' | null {
  const lease = leaseOf(alert);
  const node = nodeOf(alert);
  if (node !== null && (lease === null || lease.name === node)) return 'node';
  if (lease !== null) return 'lease';
  return alert.rule === 'tenure' ? null : 'timeline';
}
