/** What is asked of the alerts that fire again and again, put together once when they change. */
import type { Severity } from '../detect/finding.ts';
import { type Alert, isTold } from './alert.ts';

export type AlertIndex = {
  /** Of those that are told. */
  counts: Readonly<Record<Severity, number>>;
  /** How many consequences that fire each root has, by its id. */
  consequences: ReadonlyMap<string, number>;
  /** Ids by `namespace/name`, those that are silenced left out. */
  byLease: ReadonlyMap<string, readonly string[]>;
};

const NO_IDS: readonly string[] = [];

export function indexAlerts(alerts: Iterable<Alert>): AlertIndex {
  const counts = { critical: 0, warning: 0, info: 0 };
  const consequences = new Map<string, number>();
  const byLease = new Map<string, string[]>();
  for (const alert of alerts) {
    if (alert.state !== 'firing') continue;
    if (isTold(alert)) counts[alert.finding.severity] += 1;
    if (alert.rootId !== null) consequences.set(alert.rootId, (consequences.get(alert.rootId) ?? 0) + 1);
    const lease = leaseOf(alert);
    if (lease === null || alert.silencedBy !== null) continue;
    const ids = byLease.get(lease);
    if (ids === undefined) byLease.set(lease, [alert.id]);
    else ids.push(alert.id);
  }
  return { counts, consequences, byLease };
}

/** The Leases of which other alerts fire now, as far as they are about those that changed: `namespace/name`. */
export function leasesChanged(before: AlertIndex, after: AlertIndex, changed: readonly Alert[]): Set<string> {
  const leases = new Set<string>();
  for (const alert of changed) {
    const lease = leaseOf(alert);
    if (lease === null || leases.has(lease)) continue;
    const [old, now] = [before.byLease.get(lease) ?? NO_IDS, after.byLease.get(lease) ?? NO_IDS];
    if (old.length !== now.length || old.some((id, index) => id !== now[index])) leases.add(lease);
  }
  return leases;
}

/** `namespace/name` of the Lease it is about; null for what is about no single one. */
function leaseOf({ finding }: Alert): string | null {
  const { namespace, name } = finding.subject;
  return namespace === null || name === null ? null : `${namespace}/${name}`;
}
