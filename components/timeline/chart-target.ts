/** From a place in the picture to what it means, and to a range that shows it. */
import type { LaneRow } from '../../lib/view/timeline-layout.ts';
import { type Target, targetAt } from '../../lib/view/timeline-target.ts';
import type { ChartScene } from './lane-chart.tsx';

/** Closer than this to a mark means the mark, px. */
const REACH = 5;

export function targetOf(scene: ChartScene, row: LaneRow, at: number): Target {
  const reachMs = (scene.scale.range.to - scene.scale.range.from) * (REACH / scene.scale.width);
  return targetAt(row.lane, at, scene.data, reachMs);
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
