/** Where the stretch of time is seen that shows an alert; apart from the other links, which the first page needs too. */
import type { AlertView } from './alert.ts';
import { alertRange } from './alert-times.ts';

/** All Leases in the stretch of time that shows it. */
export function alertTimelineHref(
  alert: Pick<AlertView, 'since' | 'until' | 'resolvedAt'>,
  now: number,
): string {
  return `/timeline${alertRangeSearch(alert, now)}`;
}

/** `?from=…&to=…` for the page of its Lease, whose chart then shows that stretch. */
export function alertRangeSearch(
  alert: Pick<AlertView, 'since' | 'until' | 'resolvedAt'>,
  now: number,
): string {
  return `?${new URLSearchParams(alertRange(alert, now))}`;
}
