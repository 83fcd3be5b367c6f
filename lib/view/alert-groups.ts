/** What fires, as people read it: one group a cause, worst first, with what follows from it underneath. */
import { SEVERITIES, type Severity } from '../detect/finding.ts';
import type { AlertCounts, AlertView } from './alert.ts';

export type AlertGroup = {
  root: AlertView;
  /** Worst first. */
  consequences: AlertView[];
  /** Consequences that fire but are not among those that were read. */
  unlisted: number;
};

export type AlertFilter = { severity: Severity | null; namespace: string | null };

/** The facet's values, as they stand in the URL; from worst to best. */
export const SEVERITY_FACETS = SEVERITIES;

/**
 * Worst first; among equals the oldest, so that what comes later does not move what is being read, and what came
 * first is likelier the cause. Silenced ones come last.
 */
export function compareAlerts(a: AlertView, b: AlertView): number {
  return (
    Number(a.silencedBy !== null) - Number(b.silencedBy !== null) ||
    SEVERITY_FACETS.indexOf(a.severity) - SEVERITY_FACETS.indexOf(b.severity) ||
    a.since - b.since ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** Of all that is given, what fires. A consequence whose root is not among them stands alone: none is lost. */
export function groupAlerts(alerts: readonly AlertView[]): AlertGroup[] {
  const firing = alerts.filter((one) => one.state === 'firing').sort(compareAlerts);
  const byId = new Map(firing.map((one) => [one.id, one]));
  const groups = new Map<string, AlertGroup>();
  for (const one of firing) {
    if (topOf(one, byId) === one) groups.set(one.id, { root: one, consequences: [], unlisted: 0 });
  }
  for (const one of firing) {
    const top = topOf(one, byId);
    if (top !== one) groups.get(top.id)?.consequences.push(one);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    unlisted: Math.max(0, group.root.consequences - group.consequences.length),
  }));
}

/** The alert at the root of this one, as far as it is known. */
function topOf(alert: AlertView, byId: ReadonlyMap<string, AlertView>): AlertView {
  let top = alert;
  const passed = new Set([alert.id]);
  while (top.rootId !== null && !passed.has(top.rootId)) {
    const next = byId.get(top.rootId);
    if (next === undefined) break;
    passed.add(next.id);
    top = next;
  }
  // In a ring nobody is the root: each then stands alone.
  return top.rootId !== null && passed.has(top.rootId) ? alert : top;
}

export function matchesFilter(alert: AlertView, { severity, namespace }: AlertFilter): boolean {
  return (
    (severity === null || alert.severity === severity) &&
    (namespace === null || alert.subject.namespace === namespace)
  );
}

/** A group stays whole if anything in it matches: a cause is not shown without what follows from it. */
export function filterGroups(groups: readonly AlertGroup[], filter: AlertFilter): AlertGroup[] {
  return groups.filter(({ root, consequences }) =>
    [root, ...consequences].some((one) => matchesFilter(one, filter)),
  );
}

/** Causes that fire and are not silenced. */
export function countCauses(groups: readonly AlertGroup[]): AlertCounts {
  const counts: AlertCounts = { critical: 0, warning: 0, info: 0 };
  for (const { root } of groups) if (root.silencedBy === null) counts[root.severity] += 1;
  return counts;
}

/** Those that ask somebody to look: what only informs is on its page and calls nobody. */
export function callingCauses(groups: readonly AlertGroup[]): AlertGroup[] {
  return groups.filter(({ root }) => root.silencedBy === null && root.severity !== 'info');
}

/**
 * Of these, what the page's own banner does not say already: it tells of the feed, and of more than an alert can; but
 * not of one that is heard again, whose alert has yet to end.
 */
export function besidesTheFeed(calling: readonly AlertGroup[]): AlertGroup[] {
  return calling.filter(({ root }) => root.missingSince !== null || !root.id.startsWith('tenure:feed/'));
}

/** What fires about one Lease, worst first; consequences too, for here it is the Lease that is asked about. */
export function alertsAbout(
  alerts: readonly AlertView[],
  { namespace, name }: { namespace: string; name: string },
): AlertView[] {
  return alerts
    .filter(
      ({ state, subject }) => state === 'firing' && subject.namespace === namespace && subject.name === name,
    )
    .sort(compareAlerts);
}

/** Namespaces that alerts speak of, by name. */
export function alertNamespaces(alerts: readonly AlertView[]): string[] {
  return [...new Set(alerts.flatMap(({ subject }) => subject.namespace ?? []))].sort();
}
