/**
 * Alerts of a range that reaches back before what this process remembers: what is not over is in memory, and what is
 * over is kept. While the history cannot be read, memory is all that there is.
 */
import type { Alert } from '../../alert/alert.ts';
import { askHistory } from '../kept/ask-history.ts';
import type { Seen } from '../seen/seen-runtime.ts';

const READ_AT_ONCE = 500;

export type AlertMemory = Pick<Seen, 'history' | 'alertsCompleteFrom'> & {
  alerts: Pick<Seen['alerts'], 'all'>;
};
type Place = { resolvedAt: number; id: string };

/** Whether what was over after `from`, epoch ms, has to be read. */
export function needsHistory({ history, alertsCompleteFrom }: AlertMemory, from: number): boolean {
  const completeFrom = alertsCompleteFrom();
  return completeFrom !== null && from < completeFrom && history.status().state === 'ready';
}

/**
 * Those of the range that are wanted: those that are not over, then `most` of the others at least where there are so
 * many, the newest end first, after `after`; `more`: not all were looked at. Throws `not_ready` when the history fails.
 */
export async function keptAlerts(
  runtime: AlertMemory,
  range: { from: number; to: number },
  { wanted, most, after = null }: { wanted: (alert: Alert) => boolean; most: number; after?: Place | null },
): Promise<{ alerts: Alert[]; more: boolean }> {
  const found: Alert[] = [];
  let place = after;
  let more = true;
  while (more && found.length < most) {
    const rows = await askHistory(runtime, (reads) =>
      reads.alerts(range, { limit: READ_AT_ONCE, after: place }),
    );
    const last = rows.at(-1);
    more = rows.length === READ_AT_ONCE;
    if (last !== undefined) place = { resolvedAt: last.resolvedAt ?? 0, id: last.id };
    found.push(...rows.filter(wanted));
  }
  const open = runtime.alerts.all().filter((alert) => alert.state !== 'resolved' && wanted(alert));
  return { alerts: [...open, ...found], more };
}
