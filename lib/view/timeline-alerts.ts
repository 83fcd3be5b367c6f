/** Alerts on Timeline: in the lane of their Lease, or above all lanes. Times epoch ms, places px. */
import type { Severity } from '../detect/finding.ts';
import type { AlertView } from './alert.ts';
import { compareAlerts } from './alert-groups.ts';
import { leaseOf } from './alert-links.ts';
import { endedAt } from './alert-times.ts';
import type { TimeRange } from './time-axis.ts';
import { laneKey } from './timeline-layout.ts';
import type { Scale } from './timeline-marks.ts';

export type LaneAlerts = {
  /** By `namespace/name`, oldest first. */
  byLane: ReadonlyMap<string, readonly AlertView[]>;
  /** About no single Lease, oldest first. */
  ofAll: readonly AlertView[];
};

/** What is about a Lease that has no lane is left to its own page. Silenced ones are marked as well: they were true. */
export function laneAlerts(alerts: readonly AlertView[]): LaneAlerts {
  const byLane = new Map<string, AlertView[]>();
  const ofAll: AlertView[] = [];
  for (const alert of [...alerts].sort((a, b) => a.since - b.since)) {
    const lease = leaseOf(alert);
    if (lease === null) {
      ofAll.push(alert);
      continue;
    }
    const key = laneKey(lease);
    const own = byLane.get(key);
    if (own === undefined) byLane.set(key, [alert]);
    else own.push(alert);
  }
  return { byLane, ofAll };
}

type Times = Pick<AlertView, 'since' | 'until' | 'firedAt' | 'missingSince' | 'resolvedAt'>;

/**
 * While it fired: what it tells of may have begun long before. What happened once has no length and stands where it
 * happened. `now`: for what still fires.
 */
export function alertStretch(alert: Times, now: number): TimeRange {
  const from = beginOf(alert);
  return { from, to: alert.until === null ? Math.max(from, endedAt(alert) ?? now) : from };
}

/** Where its mark begins, epoch ms. */
export function beginOf({ since, until, firedAt }: Pick<Times, 'since' | 'until' | 'firedAt'>): number {
  return until === null ? (firedAt ?? since) : since;
}

export type AlertPlace = {
  id: string;
  severity: Severity;
  from: number;
  to: number;
  /** False where it fired before the range: then there is only the line. */
  begins: boolean;
};

/** Those that meet the range, the worst drawn last and so on top. */
export function placeAlerts(
  alerts: readonly AlertView[],
  scale: Pick<Scale, 'range' | 'x'>,
  now: number,
): AlertPlace[] {
  const { range } = scale;
  return [...alerts]
    .sort((a, b) => compareAlerts(b, a))
    .flatMap((alert) => {
      const { from, to } = alertStretch(alert, now);
      if (to < range.from || from > range.to) return [];
      return [
        {
          id: alert.id,
          severity: alert.severity,
          from: scale.x(Math.max(from, range.from)),
          to: scale.x(Math.min(to, range.to)),
          begins: from >= range.from,
        },
      ];
    });
}

/** How far above the middle of its lane the mark of an alert begins, px. */
export const ALERT_ABOVE = 12;
const TRIANGLE = { half: 4.5, tall: 8 };

/** How an alert is drawn, as paths: its line, and the triangle where it fired; `top` is where that begins, px. */
export function alertPaths(
  { from, to, begins }: Pick<AlertPlace, 'from' | 'to' | 'begins'>,
  top: number,
): { line: string; triangle: string | null } {
  const { half, tall } = TRIANGLE;
  return {
    line: `M${from} ${top + tall - 1}H${Math.max(from + 1, to)}`,
    triangle: begins ? `M${from} ${top}l${half} ${tall}h${-2 * half}z` : null,
  };
}

/** Which of a lane's fired at a moment, worst first; `reachMs`: how far beside one still means it. */
export function alertsAt(
  alerts: readonly AlertView[],
  at: number,
  now: number,
  reachMs: number,
): AlertView[] {
  return alerts
    .filter((alert) => {
      const { from, to } = alertStretch(alert, now);
      return at >= from - reachMs && at <= to + reachMs;
    })
    .sort(compareAlerts);
}

/** The one whose triangle is meant: it fired within `reachMs` of `at`. The nearest; of equals the worst. */
export function alertBegunAt(alerts: readonly AlertView[], at: number, reachMs: number): AlertView | null {
  const away = (alert: AlertView): number => Math.abs(beginOf(alert) - at);
  return (
    alerts
      .filter((alert) => away(alert) <= reachMs)
      .sort((a, b) => away(a) - away(b) || compareAlerts(a, b))[0] ?? null
  );
}
