/** The alerts of a range that an incident tells: about the Leases asked for, and about what is no single Lease. */
import type { Alert } from '../../alert/alert.ts';
import { type AlertView, alertView } from '../../view/alert.ts';
import { MOST_ALERTS, type Some } from '../../view/incident.ts';
import { selectAlerts } from '../alerts/alert-query.ts';
import { type AlertMemory, keptAlerts, needsHistory } from '../alerts/kept-alerts.ts';
import { ApiError } from '../api/api-error.ts';
import { compareKeys } from '../api/paging.ts';
import type { Seen } from '../seen/seen-runtime.ts';

const ALL = { state: [], severity: [], rule: [], namespace: [], name: [], id: [] };

/** Without a history alerts that are over are remembered for so long, and not longer than this process lives. */
const REMEMBERED_MS = 86_400_000;

type Asked = AlertMemory &
  Pick<Seen, 'now' | 'status'> & { alerts: Pick<Seen['alerts'], 'all' | 'consequencesOf'> };
type Range = { from: number; to: number };

/**
 * What was only pending never was one. `isAsked`: whether a Lease is among those asked for. `from`: what was over before
 * is not known, epoch ms; of a history that cannot be read nothing is but what is remembered.
 */
export async function incidentAlerts(
  runtime: Asked,
  range: Range,
  isAsked: (lease: { namespace: string; name: string }) => boolean,
): Promise<{ alerts: Some<AlertView>; from: number }> {
  const wanted = (alert: Alert): boolean => alert.state !== 'pending' && concerns(alert, isAsked);
  const kept = needsHistory(runtime, range.from) ? await keptOrNull(runtime, range, wanted) : null;
  const all = kept?.alerts ?? runtime.alerts.all().filter(wanted);
  const entries = selectAlerts(all, ALL, range).sort((a, b) => compareKeys(a.key, b.key, false));
  const items = entries
    .slice(0, MOST_ALERTS)
    .map(({ item }) => alertView(item, runtime.alerts.consequencesOf(item.id)));
  const left = kept?.more === true ? null : entries.length - items.length;
  return { alerts: { items, left }, from: knownFrom(runtime, kept !== null) };
}

async function keptOrNull(runtime: Asked, range: Range, wanted: (alert: Alert) => boolean) {
  try {
    return await keptAlerts(runtime, range, { wanted, most: MOST_ALERTS });
  } catch (error) {
    // What cannot be read is said by the timeline, which is read next.
    if (error instanceof ApiError && error.code === 'not_ready') return null;
    throw error;
  }
}

function knownFrom(runtime: Asked, isRead: boolean): number {
  const { startedAt, history } = runtime.status();
  const completeFrom = runtime.alertsCompleteFrom();
  if (completeFrom === null) return Math.max(startedAt, runtime.now() - REMEMBERED_MS);
  const keptFrom = history.keptFrom ?? startedAt;
  return isRead ? keptFrom : Math.max(keptFrom, completeFrom);
}

function concerns(
  { finding }: Alert,
  isAsked: (lease: { namespace: string; name: string }) => boolean,
): boolean {
  const { namespace, name } = finding.subject;
  return namespace === null || name === null || isAsked({ namespace, name });
}
