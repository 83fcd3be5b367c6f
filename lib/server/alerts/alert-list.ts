/** `GET /api/v1/alerts`, asked of the runtime. */
import type { Alert } from '../../alert/alert.ts';
import { type AlertsAnswer, alertView } from '../../view/alert.ts';
import { DEFAULT_LIMIT, page, readCursor } from '../api/paging.ts';
import { timeRange } from '../api/time-range.ts';
import { askHistory } from '../kept/ask-history.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { type AlertQuery, selectAlerts } from './alert-query.ts';
import { type AlertMemory, keptAlerts, needsHistory } from './kept-alerts.ts';

type Asked = Pick<Seen, 'now'> & AlertMemory & { alerts: Pick<Seen['alerts'], 'all' | 'consequencesOf'> };
type Range = { from: number; to: number };

export async function listAlerts(runtime: Asked, query: AlertQuery): Promise<AlertsAnswer> {
  const asOf = runtime.now();
  const { alerts } = runtime;
  const range = timeRange(query, asOf);
  const all = query.id.length > 0 ? await byId(runtime, query) : await ofRange(runtime, query, range);
  const { items, nextCursor } = page(selectAlerts(all, query, range), 'alerts', query);
  return { asOf, items: items.map((alert) => alertView(alert, alerts.consequencesOf(alert.id))), nextCursor };
}

/** Somebody may have been told of it weeks ago, and have its address. */
async function byId(runtime: Asked, { id: ids }: AlertQuery): Promise<readonly Alert[]> {
  const all = runtime.alerts.all();
  const known = new Set(all.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length === 0 || runtime.history.status().state !== 'ready') return all;
  return [...all, ...(await askHistory(runtime, (reads) => reads.alertsById(missing)))];
}

async function ofRange(runtime: Asked, query: AlertQuery, range: Range): Promise<readonly Alert[]> {
  const mayBeOver = query.state.length === 0 || query.state.includes('resolved');
  if (!mayBeOver || !needsHistory(runtime, range.from)) return runtime.alerts.all();
  const { alerts } = await keptAlerts(runtime, range, {
    wanted: (alert) => selectAlerts([alert], query, range).length > 0,
    // One more than the page has says that there is another page.
    most: (query.limit ?? DEFAULT_LIMIT) + 1,
    after: query.cursor === undefined ? null : placeOf(query.cursor),
  });
  return alerts;
}

/** Where among those that are over a page begins; null: with the first of them. */
function placeOf(cursor: string): { resolvedAt: number; id: string } | null {
  const [, minusAt, , , id] = readCursor(cursor, 'alerts');
  const resolvedAt = -Number(minusAt);
  return id !== undefined && Number.isSafeInteger(resolvedAt) && resolvedAt > 1
    ? { resolvedAt, id: String(id) }
    : null;
}
