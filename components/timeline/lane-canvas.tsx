'use client';
import { useEffect, useRef } from 'react';
import { HUES } from '../../lib/view/hue.ts';
import type { LaneRow } from '../../lib/view/timeline-layout.ts';
import {
  around,
  BAR_HEIGHT,
  type BoxMark,
  drawLane,
  type HolderHues,
  LINE_HEIGHT,
  NOTCH_HEIGHT,
  type Scale,
} from '../../lib/view/timeline-marks.ts';
import type { InSight } from '../../lib/view/timeline-sight.ts';
import { onThemeChange } from '../ui/on-theme.ts';
import { readColours } from './colours.ts';

type Props = { rows: readonly LaneRow[]; scale: Scale; hues: HolderHues; sight: InSight; width: number };

/** The same marks as `LaneMarks` where they are so many that elements would be too slow. */
export function LaneCanvas({ rows, scale, hues, sight, width }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const height = sight.bottom - sight.top;
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const draw = (): void => paint(canvas, { rows, scale, hues, sight, width });
    draw();
    return onThemeChange(draw);
  }, [rows, scale, hues, sight, width]);
  return <canvas ref={ref} className="tl-layer" style={{ top: sight.top, width, height }} />;
}

function paint(canvas: HTMLCanvasElement, { rows, scale, hues, sight, width }: Props): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const height = sight.bottom - sight.top;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  const colours = readColours();
  const ofHue = new Map(HUES.map((hue) => [hue, colours(`holder-${hue}`)]));
  const ink = colours('text');
  const surface = colours('surface');
  for (const { lane, middle } of rows) {
    const drawing = drawLane(lane, scale, hues);
    const y = middle - sight.top;
    const box = (marks: readonly BoxMark[], tall: number, colour: string): void => {
      context.fillStyle = colour;
      for (const mark of marks) context.fillRect(mark.x, y - tall / 2, mark.width, tall);
    };
    for (const bar of drawing.bars)
      box([bar], drawing.calm ? LINE_HEIGHT : BAR_HEIGHT, ofHue.get(bar.hue) ?? ink);
    box(drawing.dense, NOTCH_HEIGHT, surface);
    for (const { x, width: wide } of drawing.dense) box(stripes(x, wide, 4, 1.5), NOTCH_HEIGHT, ink);
    box(drawing.expired, NOTCH_HEIGHT - 2, colours('expired'));
    box(drawing.vacant, NOTCH_HEIGHT, surface);
    for (const { x, width: wide } of drawing.vacant)
      box(stripes(x, wide, 3, 1), NOTCH_HEIGHT, colours('expired'));
    box(around(drawing.notches, 4), NOTCH_HEIGHT, surface);
    box(around(drawing.notches, 2), NOTCH_HEIGHT, ink);
  }
}

function stripes(x: number, width: number, pitch: number, thick: number): BoxMark[] {
  const marks: BoxMark[] = [];
  for (let at = 0; at + thick <= width; at += pitch) marks.push({ x: x + at, width: thick });
  return marks;
}
