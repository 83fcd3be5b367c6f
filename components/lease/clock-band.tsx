import { type OffsetRun, offsetScale, offsetTicks } from '../../lib/view/lease-series.ts';
import { signedOffset } from '../../lib/view/offset-words.ts';
import type { ChartFrame } from './chart-frame.ts';
import type { HolderLook } from './use-holder-look.ts';

/** The clocks of the holders: a band a tenure, between the two bounds; there may be hundreds of them. */
export function ClockBand({
  frame,
  runs,
  look,
}: {
  frame: ChartFrame;
  runs: readonly OffsetRun[];
  look: HolderLook;
}) {
  const { lowest, highest, ticksMs } = offsetTicks(runs);
  const [low, high] = [offsetScale(lowest), offsetScale(highest)];
  const y = (ms: number): number =>
    frame.clockTop + frame.clockHeight * (1 - (offsetScale(ms) - low) / (high - low));
  const end = frame.width - frame.right;
  return (
    <g>
      {ticksMs.map((ms) => (
        <g key={ms}>
          <path
            d={`M${frame.left} ${y(ms)}H${end}`}
            stroke={ms === 0 ? 'var(--color-control)' : 'var(--color-line)'}
          />
          <text className="chart-text faint" x={frame.left - 8} y={y(ms) + 4} textAnchor="end">
            {tickLabel(ms)}
          </text>
        </g>
      ))}
      {runs.map((run) => {
        const color = `var(--color-holder-${look.hue(run.holder)})`;
        const points = run.points.map(({ at, lowerMs, upperMs }) => {
          const x = frame.x(Math.min(Math.max(at, frame.range.from), frame.range.to)).toFixed(1);
          return { upper: `${x} ${y(upperMs).toFixed(1)}`, lower: `${x} ${y(lowerMs).toFixed(1)}` };
        });
        const upper = points.map((point) => point.upper).join('L');
        const lower = points.map((point) => point.lower);
        return (
          <g key={`${run.holder}${run.points[0]?.at}`}>
            <path
              d={`M${upper}L${[...lower].reverse().join('L')}Z`}
              fill={color}
              fillOpacity={run.contradictory ? 0.08 : 0.35}
            />
            <path
              d={`M${upper}M${lower.join('L')}`}
              fill="none"
              stroke={color}
              strokeWidth="1.5"
              strokeDasharray={run.contradictory ? '3 3' : undefined}
            />
          </g>
        );
      })}
    </g>
  );
}

function tickLabel(ms: number): string {
  if (ms === 0) return '0';
  return Math.abs(ms) >= 1_000 ? `${ms < 0 ? '−' : '+'}${Math.abs(ms) / 1_000} s` : signedOffset(ms);
}
