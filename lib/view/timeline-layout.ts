/** Where each lane stands, px from the top of the lanes: by class, a head above each. */
import type { LeaseClass } from '../lease/record.ts';
import { CLASS_TITLES } from './board-words.ts';
import type { TimelineLane } from './timeline.ts';

export type HeadRow = { type: 'head'; key: string; title: string; top: number; height: number };
export type LaneRow = {
  type: 'lane';
  /** `namespace/name` */
  key: string;
  index: number;
  lane: TimelineLane;
  top: number;
  height: number;
  /** The middle of its bar. */
  middle: number;
};
export type TimelineRow = HeadRow | LaneRow;
export type Layout = { rows: readonly TimelineRow[]; lanes: readonly LaneRow[]; height: number };

/** `bar`: the middle of the bar from the top of its lane. A lane is a target: never less than 24 px. */
export type LaneSizes = { lane: number; head: number; bar: number };
export const WIDE: LaneSizes = { lane: 24, head: 18, bar: 12 };
/** The label stands above its bar. */
export const NARROW: LaneSizes = { lane: 48, head: 24, bar: 36 };

export function laneKey(lane: { namespace: string; name: string }): string {
  return `${lane.namespace}/${lane.name}`;
}

export function layOut(lanes: readonly TimelineLane[], sizes: LaneSizes): Layout {
  const rows: TimelineRow[] = [];
  const laneRows: LaneRow[] = [];
  let top = 0;
  let group: LeaseClass | null = null;
  for (const lane of lanes) {
    if (lane.class !== group) {
      group = lane.class;
      const title = CLASS_TITLES.get(group) ?? group;
      rows.push({ type: 'head', key: `class:${group}`, title, top, height: sizes.head });
      top += sizes.head;
    }
    const index = laneRows.length;
    const row: LaneRow = {
      type: 'lane',
      key: laneKey(lane),
      index,
      lane,
      top,
      height: sizes.lane,
      middle: top + sizes.bar,
    };
    rows.push(row);
    laneRows.push(row);
    top += sizes.lane;
  }
  return { rows, lanes: laneRows, height: top };
}

/** The last row that begins at or above `y`: rows follow each other without a gap. */
function indexAt(rows: readonly { top: number }[], y: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows[middle]?.top ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function rowsBetween(layout: Layout, top: number, bottom: number): readonly TimelineRow[] {
  if (layout.rows.length === 0 || bottom <= 0 || top >= layout.height) return [];
  return layout.rows.slice(indexAt(layout.rows, top), indexAt(layout.rows, bottom) + 1);
}

/** Null on a head and beside the lanes. */
export function laneAt(layout: Layout, y: number): LaneRow | null {
  if (y < 0 || y >= layout.height) return null;
  const row = layout.rows[indexAt(layout.rows, y)];
  return row?.type === 'lane' ? row : null;
}
