'use client';
/** The renew gaps, by recharts; loaded after the page, for nobody waits for a chart to know the state. */
import { memo } from 'react';
import { CartesianGrid, ComposedChart, ReferenceLine, Scatter, XAxis, YAxis } from 'recharts';
import { formatLimit } from '../../lib/view/format.ts';
import type { GapPoint, GapSeries } from '../../lib/view/lease-series.ts';
import type { ChartFrame } from './chart-frame.ts';

/** A column is no wider than this, so that a young chart is not three giant bars. */
const WIDEST_COLUMN = 8;
/** Room for the tick labels at both ends of an axis, which the band itself does not have. */
const EDGE = 8;

export const GapChart = memo(function GapChart({ frame, gaps }: { frame: ChartFrame; gaps: GapSeries }) {
  return (
    <div className="chart-layer" style={{ top: frame.gapTop - EDGE }}>
      <GapColumns frame={frame} gaps={gaps} />
    </div>
  );
});

function GapColumns({ frame, gaps }: { frame: ChartFrame; gaps: GapSeries }) {
  const { range, gapHeight } = frame;
  return (
    <ComposedChart
      width={frame.width}
      height={gapHeight + 2 * EDGE}
      data={gaps.points}
      margin={{ top: EDGE, right: frame.right, bottom: EDGE, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" syncWithTicks />
      <XAxis type="number" dataKey="at" domain={[range.from, range.to]} allowDataOverflow hide />
      <YAxis
        type="number"
        width={frame.left}
        domain={[0, gaps.topMs]}
        // Else without a renewal to draw there would be no axis, and no limit.
        allowDataOverflow
        ticks={gaps.ticksMs}
        tickFormatter={(ms: number) => (ms === 0 ? '0' : formatLimit(ms))}
        interval={0}
        axisLine={false}
        tickLine={false}
        tick={{ className: 'chart-text faint' }}
      />
      <Scatter
        dataKey="drawnMs"
        isAnimationActive={false}
        shape={(point: {
          cx?: number | undefined;
          cy?: number | undefined;
          payload?: GapPoint | undefined;
        }) => <Column cx={point.cx} cy={point.cy} point={point.payload} frame={frame} />}
      />
      {gaps.allowedMs === null ? null : (
        <ReferenceLine y={gaps.allowedMs} stroke="var(--color-text)" strokeWidth={1.2} />
      )}
      {gaps.usualMs === null ? null : (
        <ReferenceLine y={gaps.usualMs} stroke="var(--color-text-2)" strokeDasharray="3 3" />
      )}
    </ComposedChart>
  );
}

function Column({
  cx,
  cy,
  point,
  frame,
}: {
  cx: number | undefined;
  cy: number | undefined;
  point: GapPoint | undefined;
  frame: ChartFrame;
}) {
  if (cx === undefined || cy === undefined || point === undefined) return null;
  const width = Math.min(WIDEST_COLUMN, Math.max(1.2, frame.x(point.to) - frame.x(point.from) - 1));
  const base = frame.gapHeight + EDGE;
  const height = Math.max(1, base - cy);
  const over = point.gapMs > point.drawnMs;
  return (
    <g>
      <rect
        x={cx - width / 2}
        y={base - height}
        width={width}
        height={height}
        fill={point.slow ? 'var(--color-late)' : 'var(--color-held)'}
        fillOpacity={point.slow ? 1 : 0.6}
      />
      {over ? <path d={`M${cx - 5} ${EDGE + 7}l5 -7 5 7z`} fill="var(--color-late)" /> : null}
    </g>
  );
}
