import { memo } from 'react';
import type { LaneRow } from '../../lib/view/timeline-layout.ts';
import {
  barPaths,
  boxesPath,
  drawLane,
  type HolderHues,
  NOTCH_HEIGHT,
  notchesPath,
  type Scale,
} from '../../lib/view/timeline-marks.ts';

/** The marks of one lane: a path for each colour, drawn anew only when the lane or the scale is another. */
export const LaneMarks = memo(function LaneMarks({
  row,
  scale,
  hues,
}: {
  row: LaneRow;
  scale: Scale;
  hues: HolderHues;
}) {
  const drawing = drawLane(row.lane, scale, hues);
  const { middle } = row;
  return (
    <g>
      {barPaths(drawing, middle).map(({ hue, path }) => (
        <path key={hue} d={path} fill={`var(--color-holder-${hue})`} />
      ))}
      {drawing.dense.length === 0 ? null : (
        <>
          <path d={boxesPath(drawing.dense, middle, NOTCH_HEIGHT)} fill="url(#tl-dense)" />
          {drawing.dense
            .filter(({ width }) => width > 44)
            .map(({ x, width, count }) => (
              <text key={x} className="tl-count" x={x + width / 2} y={middle + 4} textAnchor="middle">
                {count}
              </text>
            ))}
        </>
      )}
      {drawing.expired.length === 0 ? null : (
        <path d={boxesPath(drawing.expired, middle, NOTCH_HEIGHT - 2)} fill="var(--color-expired)" />
      )}
      {drawing.vacant.length === 0 ? null : (
        <path
          d={boxesPath(drawing.vacant, middle, NOTCH_HEIGHT)}
          fill="url(#tl-vacant)"
          stroke="var(--color-vacant)"
        />
      )}
      {drawing.notches.length === 0 ? null : (
        <>
          <path d={notchesPath(drawing.notches, middle, 4, NOTCH_HEIGHT)} fill="var(--color-surface)" />
          <path d={notchesPath(drawing.notches, middle, 2, NOTCH_HEIGHT)} fill="var(--color-text)" />
        </>
      )}
    </g>
  );
});
