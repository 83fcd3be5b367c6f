/** `GET /api/v1/alerts`, asked of the runtime. */
import { type AlertsAnswer, alertView } from '../view/alert.ts';
import { type AlertQuery, selectAlerts } from './alert-query.ts';
import { page } from './paging.ts';
import type { Runtime } from './runtime.ts';
import { timeRange } from './time-range.ts';

type Asked = Pick<Runtime, 'now'> & { alerts: Pick<Runtime['alerts'], 'all' | 'consequencesOf'> };

export function listAlerts(runtime: Asked, query: AlertQuery): AlertsAnswer {
  const asOf = runtime.now();
  const { alerts } = runtime;
  const { items, nextCursor } = page(
    selectAlerts(alerts.all(), query, timeRange(query, asOf)),
    'alerts',
    query,
  );
  return { asOf, items: items.map((alert) => alertView(alert, alerts.consequencesOf(alert.id))), nextCursor };
}
