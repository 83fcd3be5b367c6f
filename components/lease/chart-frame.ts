/** Where the bands of the chart stand, px: one time axis for the lanes, the renew gaps and the clock. */
import type { TimeRange } from '../../lib/view/time-axis.ts';

const TOP = 26;
const LANE = 24;
const BUBBLES = 26;
const GAP_HEIGHT = 112;
const CLOCK_HEIGHT = 78;
const AXIS = 26;
const NARROW_BELOW = 620;
const LABELS_APART = 10;

export type ChartFrame = {
  width: number;
  height: number;
  narrow: boolean;
  left: number;
  right: number;
  range: TimeRange;
  lanesTop: number;
  laneHeight: number;
  bubblesAt: number;
  gapTop: number;
  gapHeight: number;
  clockTop: number;
  clockHeight: number;
  bottom: number;
  x(at: number): number;
  at(x: number): number;
};

export function chartFrame(width: number, laneCount: number, range: TimeRange): ChartFrame {
  const narrow = width < NARROW_BELOW;
  const left = narrow ? 74 : 152;
  const right = narrow ? 16 : 82;
  const plot = Math.max(1, width - left - right);
  const length = Math.max(1, range.to - range.from);
  // In a narrow chart the headings stand above their bands.
  const heading = narrow ? 24 : 14;
  const bubblesAt = TOP + Math.max(1, laneCount) * LANE + 2;
  const gapTop = bubblesAt + BUBBLES + heading;
  const clockTop = gapTop + GAP_HEIGHT + heading + 24;
  const bottom = clockTop + CLOCK_HEIGHT;
  return {
    width,
    height: bottom + AXIS,
    narrow,
    left,
    right,
    range,
    lanesTop: TOP,
    laneHeight: LANE,
    bubblesAt,
    gapTop,
    gapHeight: GAP_HEIGHT,
    clockTop,
    clockHeight: CLOCK_HEIGHT,
    bottom,
    x: (at) => left + ((at - range.from) / length) * plot,
    at: (x) => range.from + ((x - left) / plot) * length,
  };
}

/** Numbers that would touch become one: "3–5". Sorted by time; `x` of the first and the last. */
export type Bubble = { x: number; label: string };

export function placeBubbles(steps: readonly { x: number; number: number }[], apart: number): Bubble[] {
  const groups: { x: number; last: number; first: number; to: number }[] = [];
  for (const { x, number } of steps) {
    const group = groups.at(-1);
    if (group !== undefined && x - group.to < apart) {
      group.to = x;
      group.x = (group.x + x) / 2;
      group.last = number;
    } else groups.push({ x, to: x, first: number, last: number });
  }
  return groups.map(({ x, first, last }) => ({
    x,
    label: first === last ? String(first) : `${first}–${last}`,
  }));
}

export type NotePlace = { x: number; anchor: 'start' | 'end' };

/**
 * Notes on one line that do not touch: the weightiest first, each to the right from where its mark begins, else to the
 * left from where it ends; null for those without room. In the order in which they were given.
 */
export function placeNotes(
  notes: readonly { from: number; to: number; length: number; weight: number }[],
  bounds: { from: number; to: number },
): (NotePlace | null)[] {
  const taken: { from: number; to: number }[] = [];
  const places = notes.map((): NotePlace | null => null);
  const order = notes.map((note, index) => ({ ...note, index })).sort((a, b) => b.weight - a.weight);
  for (const { from, to, length, index } of order) {
    const free = (left: number): boolean =>
      left >= bounds.from &&
      left + length <= bounds.to &&
      !taken.some((one) => left < one.to + LABELS_APART && left + length + LABELS_APART > one.from);
    if (!free(from) && !free(to - length)) continue;
    const begin = free(from) ? from : to - length;
    taken.push({ from: begin, to: begin + length });
    places[index] = begin === from ? { x: from, anchor: 'start' } : { x: to, anchor: 'end' };
  }
  return places;
}
