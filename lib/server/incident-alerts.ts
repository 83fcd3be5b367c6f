/** The alerts of a range that an incident tells: about the Leases asked for, and about what is no single Lease. */
import type { Alert } from '../alert/alert.ts';
import { type AlertView, alertView } from '../view/alert.ts';
import { MOST_ALERTS, type Some } from '../view/incident.ts';
import { selectAlerts } from './alert-query.ts';
import { compareKeys } from './paging.ts';
import type { Runtime } from './runtime.ts';

const ALL = { state: [], severity: [], rule: [], namespace: [], name: [], id: [] };

/** What was only pending never was one. `isAsked`: whether a Lease is among those asked for. */
export function incidentAlerts(
  { all, consequencesOf }: Pick<Runtime['alerts'], 'all' | 'consequencesOf'>,
  range: { from: number; to: number },
  isAsked: (lease: { namespace: string; name: string }) => boolean,
): Some<AlertView> {
  const entries = selectAlerts(all(), ALL, range)
    .filter(({ item }) => item.state !== 'pending' && concerns(item, isAsked))
    .sort((a, b) => compareKeys(a.key, b.key, false));
  const items = entries.slice(0, MOST_ALERTS).map(({ item }) => alertView(item, consequencesOf(item.id)));
  return { items, left: entries.length - items.length };
}

function concerns(
  { finding }: Alert,
  isAsked: (lease: { namespace: string; name: string }) => boolean,
): boolean {
  const { namespace, name } = finding.subject;
  return namespace === null || name === null || isAsked({ namespace, name });
}
