'use client';
import { memo } from 'react';
import type { LaneRow } from '../../lib/view/timeline-layout.ts';
import {
  drawLane,
  type HolderHues,
  lanePaths,
  type Paint,
  type Scale,
  tokenOf,
} from '../../lib/view/timeline-marks.ts';

/** How wide many handovers in one must be for their number to stand in them, px. */
const ROOM_FOR_COUNT = 44;

/**
 * The page is painted in tiles, and of a path that reaches through all lanes each tile goes through all marks: a zoom
 * took a frame or two longer.
 */
const LANES_A_PATH = 2;

/** The marks of all lanes that are drawn: drawn anew only when these, the scale or the colours are others. */
export const LaneMarks = memo(function LaneMarks({
  lanes,
  scale,
  hues,
}: {
  lanes: readonly LaneRow[];
  scale: Scale;
  hues: HolderHues;
}) {
  const drawn = lanes.map(({ key, index, lane, middle }) => ({
    ...{ key, index, middle },
    drawing: drawLane(lane, scale, hues),
  }));
  const groups = Map.groupBy(drawn, ({ index }) => Math.floor(index / LANES_A_PATH));
  return (
    <>
      {[...groups].map(([number, group]) => (
        <g key={number}>
          {lanePaths(group).map(({ paint, path }) => (
            <path key={paint} d={path} {...fillOf(paint)} />
          ))}
        </g>
      ))}
      {drawn.flatMap(({ key, middle, drawing }) =>
        drawing.dense
          .filter(({ width }) => width > ROOM_FOR_COUNT)
          .map(({ x, width, count }) => (
            <text
              key={`${key}@${x}`}
              className="tl-count"
              x={x + width / 2}
              y={middle + 4}
              textAnchor="middle"
            >
              {count}
            </text>
          )),
      )}
    </>
  );
});

function fillOf(paint: Paint): { fill: string; stroke?: string } {
  if (paint === 'dense') return { fill: 'url(#tl-dense)' };
  if (paint === 'vacant') return { fill: 'url(#tl-vacant)', stroke: 'var(--color-vacant)' };
  return { fill: `var(--color-${tokenOf(paint)})` };
}
