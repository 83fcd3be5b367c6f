/** What the stream says when alerts change: never more than a viewer can bear, however many there are at once. */
import type { Alert } from '../../alert/alert.ts';
import type { AlertIndex } from '../../alert/alert-index.ts';
import { type AlertMessage, type AlertView, alertView } from '../../view/alert.ts';
import { compareKeys } from '../api/paging.ts';
import { urgencyOf } from './alert-query.ts';

const MOST_ALERTS = 20;
/** A holder may call itself anything: an alert can be long. */
const MOST_CHARACTERS = 128 * 1024;

/** Null when nothing changed but what is pending, of which the stream does not speak. */
export function alertMessage(changed: readonly Alert[], index: AlertIndex, now: number): AlertMessage | null {
  const told = changed
    .filter(({ state }) => state !== 'pending')
    .map((alert) => ({ alert, key: urgencyOf(alert) }))
    .sort((a, b) => compareKeys(a.key, b.key, false));
  if (told.length === 0) return null;
  const alerts: AlertView[] = [];
  let characters = 0;
  for (const { alert } of told.slice(0, MOST_ALERTS)) {
    const view = alertView(alert, index.consequences.get(alert.id) ?? 0);
    const length = JSON.stringify(view).length;
    if (characters + length > MOST_CHARACTERS) continue;
    characters += length;
    alerts.push(view);
  }
  return { alerts, more: told.length - alerts.length, counts: index.counts, now: Math.round(now) };
}
