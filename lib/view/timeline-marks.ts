/**
 * One lane as marks, px: what the page draws as SVG or on a canvas, and what is exported, are the same marks.
 * Quiet lanes are a line, so that they recede; where something moved the line becomes a bar.
 */
import { HUES, type Hue } from './hue.ts';
import type { TimeRange } from './time-axis.ts';
import type { LaneSpan, TimelineLane } from './timeline.ts';

/** `x` of a moment, px from the left edge of the drawing; moments outside the range lie outside the plot. */
export type Scale = {
  range: TimeRange;
  left: number;
  width: number;
  x(at: number): number;
  at(x: number): number;
};

export function timeScale(range: TimeRange, left: number, width: number): Scale {
  const length = Math.max(1, range.to - range.from);
  const plot = Math.max(1, width);
  return {
    range,
    left,
    width: plot,
    x: (at) => left + ((at - range.from) / length) * plot,
    at: (x) => range.from + ((x - left) / plot) * length,
  };
}

export type BoxMark = { x: number; width: number };
export type LaneDrawing = {
  /** Nothing moved in the range: drawn as a line. */
  calm: boolean;
  bars: (BoxMark & { hue: Hue })[];
  vacant: BoxMark[];
  expired: BoxMark[];
  dense: (BoxMark & { count: number })[];
  /** Where a tenure began. */
  notches: number[];
};

export type HolderHues = {
  hueOf(holder: string, node: string | undefined): Hue;
};

export const LINE_HEIGHT = 3;
export const BAR_HEIGHT = 10;
export const NOTCH_HEIGHT = 16;
const LEAST = { vacant: 4, expired: 4, dense: 5 } as const;
/** A single handover that was merged is still one notch, where it is known who held it then. */
export function isNotch(span: LaneSpan): boolean {
  return (span.type === 'tenure' && span.cause !== undefined) || isLoneHandover(span);
}

export function isLoneHandover(span: LaneSpan): boolean {
  return span.type === 'dense' && (span.count ?? 1) <= 1 && span.holder !== undefined;
}

export function isCalm(lane: TimelineLane): boolean {
  return lane.handovers === 0 && lane.spans.every((span) => span.type === 'tenure');
}

export function drawLane(lane: TimelineLane, scale: Scale, hues: HolderHues): LaneDrawing {
  const drawing: LaneDrawing = {
    calm: isCalm(lane),
    bars: [],
    vacant: [],
    expired: [],
    dense: [],
    notches: [],
  };
  const right = scale.left + scale.width;
  for (const span of lane.spans) {
    const from = scale.x(span.from);
    const to = scale.x(span.to);
    if (to < scale.left || from > right) continue;
    if (span.type === 'tenure' || isLoneHandover(span)) {
      const box = boxOf(from, to, 0, scale);
      if (span.holder !== undefined && box.width > 0)
        drawing.bars.push({ ...box, hue: hues.hueOf(span.holder, span.node) });
      if (isNotch(span) && from >= scale.left) drawing.notches.push(round(from));
      continue;
    }
    if (span.type === 'dense') {
      drawing.dense.push({ ...boxOf(from, to, LEAST.dense, scale), count: span.count ?? 0 });
      continue;
    }
    const type = span.type === 'vacancy' ? 'vacant' : 'expired';
    drawing[type].push(boxOf(from, to, LEAST[type], scale));
  }
  return drawing;
}

/** Inside the plot and at least so wide, grown into the past: of the newest minutes no mark hides what came after it. */
function boxOf(from: number, to: number, least: number, { left, width }: Scale): BoxMark {
  const right = left + width;
  const x = Math.min(Math.max(left, Math.min(from, to - least)), right - least);
  const end = Math.max(Math.min(right, to), x + least);
  return { x: round(x), width: round(end - x) };
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}

/** How many marks a lane is at most, without drawing it: a tenure has a bar and a notch, what was merged is one. */
export function markCount(lane: TimelineLane): number {
  return lane.spans.reduce((sum, span) => sum + (span.type === 'tenure' || isLoneHandover(span) ? 2 : 1), 0);
}

/** One path for boxes of one colour: a thousand of them are one element. */
export function boxesPath(boxes: readonly BoxMark[], middle: number, height: number): string {
  const top = middle - height / 2;
  return boxes.map(({ x, width }) => `M${x} ${top}h${width}v${height}h${-width}z`).join('');
}

/** What a mark is drawn with, in the order in which it is drawn: what comes later lies over what came before. */
const PAINTS = [
  ...HUES.map((hue) => `holder-${hue}` as const),
  'dense',
  'expired',
  'vacant',
  /** About a notch, so that it stands off from a bar. */
  'edge',
  'notch',
] as const;
export type Paint = (typeof PAINTS)[number];

/** The token of the colour of what is not hatched. */
export function tokenOf(paint: Exclude<Paint, 'dense' | 'vacant'>): string {
  if (paint === 'edge') return 'surface';
  return paint === 'notch' ? 'text' : paint;
}

/** These lanes as a path for each paint that there is: lanes do not overlap, so that many of them are few elements. */
export function lanePaths(
  lanes: readonly { drawing: LaneDrawing; middle: number }[],
): { paint: Paint; path: string }[] {
  const paths = new Map<Paint, string>();
  const add = (paint: Paint, boxes: readonly BoxMark[], middle: number, height: number): void => {
    if (boxes.length > 0) paths.set(paint, (paths.get(paint) ?? '') + boxesPath(boxes, middle, height));
  };
  for (const { drawing, middle } of lanes) {
    const height = drawing.calm ? LINE_HEIGHT : BAR_HEIGHT;
    for (const [hue, bars] of Map.groupBy(drawing.bars, (bar) => bar.hue))
      add(`holder-${hue}`, bars, middle, height);
    add('dense', drawing.dense, middle, NOTCH_HEIGHT);
    add('expired', drawing.expired, middle, NOTCH_HEIGHT - 2);
    add('vacant', drawing.vacant, middle, NOTCH_HEIGHT);
    add('edge', around(drawing.notches, 4), middle, NOTCH_HEIGHT);
    add('notch', around(drawing.notches, 2), middle, NOTCH_HEIGHT);
  }
  return PAINTS.flatMap((paint) => {
    const path = paths.get(paint);
    return path === undefined ? [] : [{ paint, path }];
  });
}

/** Boxes of this width about these places. */
export function around(places: readonly number[], width: number): BoxMark[] {
  return places.map((x) => ({ x: x - width / 2, width }));
}
