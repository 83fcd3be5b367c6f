'use client';
/** The two measured bands, by recharts; loaded after the page, for nobody waits for a chart to know the state. */
import { memo } from 'react';
import { Area, CartesianGrid, ComposedChart, ReferenceLine, Scatter, XAxis, YAxis } from 'recharts';
import { formatLimit } from '../../lib/view/format.ts';
import { signedOffset } from '../../lib/view/lease-facts.ts';
import {
  type GapPoint,
  type GapSeries,
  type OffsetRun,
  offsetScale,
  offsetTicks,
} from '../../lib/view/lease-series.ts';
import type { ChartFrame } from './chart-frame.ts';
import type { HolderLook } from './use-holder-look.ts';

type Props = { frame: ChartFrame; gaps: GapSeries; runs: readonly OffsetRun[]; look: HolderLook };

/** A column is no wider than this, so that a young chart is not three giant bars. */
const WIDEST_COLUMN = 8;
/** Room for the tick labels at both ends of an axis, which the band itself does not have. */
const EDGE = 8;

export const RenewCharts = memo(function RenewCharts({ frame, gaps, runs, look }: Props) {
  return (
    <>
      <div className="chart-layer" style={{ top: frame.gapTop - EDGE }}>
        <GapChart frame={frame} gaps={gaps} />
      </div>
      <div className="chart-layer" style={{ top: frame.clockTop - EDGE }}>
        <ClockChart frame={frame} runs={runs} look={look} />
      </div>
    </>
  );
});

function GapChart({ frame, gaps }: { frame: ChartFrame; gaps: GapSeries }) {
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

function ClockChart({
  frame,
  runs,
  look,
}: {
  frame: ChartFrame;
  runs: readonly OffsetRun[];
  look: HolderLook;
}) {
  const { lowest, highest, ticksMs } = offsetTicks(runs);
  const data = runs.flatMap((run, index) =>
    run.points.map((point) => ({
      at: Math.min(point.at, frame.range.to),
      [`run${index}`]: [offsetScale(point.lowerMs), offsetScale(point.upperMs)],
    })),
  );
  return (
    <ComposedChart
      width={frame.width}
      height={frame.clockHeight + 2 * EDGE}
      data={data}
      margin={{ top: EDGE, right: frame.right, bottom: EDGE, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" syncWithTicks />
      <XAxis type="number" dataKey="at" domain={[frame.range.from, frame.range.to]} allowDataOverflow hide />
      <YAxis
        type="number"
        width={frame.left}
        domain={[offsetScale(lowest), offsetScale(highest)]}
        ticks={ticksMs.map(offsetScale)}
        tickFormatter={(scaled: number) => tickLabel(scaled, ticksMs)}
        interval={0}
        axisLine={false}
        tickLine={false}
        tick={{ className: 'chart-text faint' }}
      />
      <ReferenceLine y={0} stroke="var(--color-control)" />
      {runs.map((run, index) => {
        const color = `var(--color-holder-${look.hue(run.holder)})`;
        return (
          <Area
            key={`${run.holder}${run.points[0]?.at ?? index}`}
            dataKey={`run${index}`}
            type="linear"
            stroke={color}
            strokeDasharray={run.contradictory ? '3 3' : ''}
            strokeWidth={1.5}
            fill={color}
            fillOpacity={run.contradictory ? 0.08 : 0.35}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            connectNulls={false}
          />
        );
      })}
    </ComposedChart>
  );
}

function tickLabel(scaled: number, ticksMs: readonly number[]): string {
  const ms = ticksMs.find((tick) => Math.abs(offsetScale(tick) - scaled) < 1e-9) ?? 0;
  if (ms === 0) return '0';
  return Math.abs(ms) >= 1_000 ? `${ms < 0 ? '−' : '+'}${Math.abs(ms) / 1_000} s` : signedOffset(ms);
}
