/** From a place in the picture to what it means, and to a range that shows it. */
import type { AlertView } from '../../lib/view/alert.ts';
import { ALERT_ABOVE, alertBegunAt, alertsAt, beginOf } from '../../lib/view/timeline-alerts.ts';
import type { LaneRow } from '../../lib/view/timeline-layout.ts';
import { stopsOf, type Target, targetAt } from '../../lib/view/timeline-target.ts';
import type { ChartScene } from './lane-chart.tsx';

/** How tall the mark of an alert is, px. */
const ALERT_TALL = 9;
/** Closer than this to a mark means the mark, px. */
const REACH = 5;

export function targetOf(scene: ChartScene, row: LaneRow, at: number): Target {
  return targetAt(row.lane, at, scene.data, reachMs(scene));
}

function reachMs({ scale }: Pick<ChartScene, 'scale'>): number {
  return (scale.range.to - scale.range.from) * (REACH / scale.width);
}

/** The alerts of a lane that fired at a moment, worst first. */
export function alertsOver({ alerts, data, scale }: ChartScene, key: string, at: number): AlertView[] {
  return alertsAt(alerts.byLane.get(key) ?? [], at, data.asOf, reachMs({ scale }));
}

/** The alert whose mark is at a place, px: its triangle before the line of another. Marks stand above the bar. */
export function alertOn(
  scene: ChartScene,
  row: LaneRow,
  { x, y }: { x: number; y: number },
): AlertView | null {
  const above = row.middle - y;
  if (above > ALERT_ABOVE || above < ALERT_ABOVE - ALERT_TALL) return null;
  const at = scene.scale.at(x);
  const own = scene.alerts.byLane.get(row.key) ?? [];
  return alertBegunAt(own, at, reachMs(scene)) ?? alertsOver(scene, row.key, at)[0] ?? null;
}

/** Where the cursor stops by keys: at each mark of the lane and where each of its alerts fired. */
export function stopsIn({ scale, alerts }: ChartScene, row: LaneRow): number[] {
  const { from, to } = scale.range;
  const begun = (alerts.byLane.get(row.key) ?? []).map(beginOf).filter((at) => at >= from && at <= to);
  return [...new Set([...stopsOf(row.lane, scale.range), ...begun])].sort((a, b) => a - b);
}

/** The same text as long as the same mark is meant. */
export function markOf(target: Target): string {
  const begin =
    target.type === 'blind' ? target.stretch.from : target.type === 'nothing' ? 0 : target.span.from;
  return `${target.type} ${begin}`;
}

/** A range in which the mark is told apart from what is around it. */
export function closeUp(target: Target, { scale }: Pick<ChartScene, 'scale'>): { from: number; to: number } {
  const { from, to } =
    target.type === 'handover' || target.type === 'nothing'
      ? { from: target.at, to: target.at }
      : target.type === 'blind'
        ? target.stretch
        : target.span;
  const around = Math.max((to - from) * 0.2, to === from ? (scale.range.to - scale.range.from) / 20 : 1_000);
  return { from: from - around, to: to + around };
}
