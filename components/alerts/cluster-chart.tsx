'use client';
import { type ClusterStretch, useClusterStretch } from '../../lib/client/use-cluster-stretch.ts';
import { useKeptFrom } from '../../lib/client/use-history-status.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { endedAt } from '../../lib/view/alert-times.ts';
import { slowShareWords, stretchSentence } from '../../lib/view/cluster-stretch.ts';
import { unwatchedSpans } from '../../lib/view/time-axis.ts';
import { beginOf } from '../../lib/view/timeline-alerts.ts';
import { timeScale } from '../../lib/view/timeline-marks.ts';
import { endsNow, type ParsedRange } from '../../lib/view/timeline-range.ts';
import { axisTicks } from '../../lib/view/timeline-ticks.ts';
import { useWidth } from '../lease/use-width.ts';
import { AlertMark } from '../ui/alert-mark.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

const LATE = { top: 22, height: 64 };
const MOVED = { top: 116, height: 40 };
const BOTTOM = MOVED.top + MOVED.height;
const HEIGHT = BOTTOM + 26;
const LABELS = { wide: 152, narrow: 74 };
const NARROW_BELOW = 620;
const RIGHT = 24;
const LEAST_PX = 2;

/** How many renewed late at once, and how many changed hands, about the time of an alert about no single Lease. */
export function ClusterChart({ alert, range }: { alert: AlertView; range: ParsedRange }) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const { stretch, problem } = useClusterStretch(range);
  return (
    <div ref={ref} className="ec-cluster" style={{ height: HEIGHT }}>
      {stretch === null ? (
        <p className="ec-words">{problem === null ? 'Reading…' : `Could not be read: ${problem}`}</p>
      ) : width === 0 ? null : (
        <Drawing alert={alert} stretch={stretch} width={width} present={endsNow(range)} />
      )}
    </div>
  );
}

function Drawing({
  alert,
  stretch,
  width,
  present,
}: {
  alert: AlertView;
  stretch: ClusterStretch;
  width: number;
  present: boolean;
}) {
  const zone = useTimeZone();
  const keptFrom = useKeptFrom();
  const narrow = width < NARROW_BELOW;
  const left = narrow ? LABELS.narrow : LABELS.wide;
  const range = { from: stretch.from, to: stretch.to };
  const scale = timeScale(range, left, width - left - RIGHT);
  const end = left + scale.width;
  const most = Math.max(1, ...stretch.handovers);
  const unwatched = unwatchedSpans(range, keptFrom, stretch.blindSpots);
  const over = alert.until === null ? (endedAt(alert) ?? range.to) : alert.since;
  const box = (from: number, to: number) => {
    const [x, edge] = [scale.x(Math.max(from, range.from)), scale.x(Math.min(to, range.to))];
    return { x, width: Math.max(LEAST_PX, edge - x) };
  };
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={stretchSentence(stretch, zone)}>
      <defs>
        <pattern
          id="ec-blind"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" fill="var(--color-surface)" />
          <path d="M.5 0v5" stroke="var(--color-unknown)" />
        </pattern>
      </defs>
      <text className="ec-text" x={0} y={LATE.top + 12}>
        Renewed late
      </text>
      <text className="ec-text faint" x={0} y={LATE.top + 28}>
        {narrow ? 'of all' : 'of those that renewed'}
      </text>
      <text className="ec-text faint" x={left - 6} y={LATE.top + 4} textAnchor="end">
        {narrow ? '' : 'all'}
      </text>
      <path d={`M${left} ${LATE.top}H${end}`} stroke="var(--color-line)" />
      <path d={`M${left} ${LATE.top + LATE.height}H${end}`} stroke="var(--color-line-strong)" />
      {stretch.slow.map((slow) => {
        const at = box(slow.from, slow.to);
        const height = Math.max(LEAST_PX, (slow.late / slow.of) * LATE.height);
        const room = end - at.x;
        return (
          <g key={slow.from}>
            <rect {...at} y={LATE.top} height={LATE.height} fill="var(--color-late-bg)" />
            <rect {...at} y={LATE.top + LATE.height - height} height={height} fill="var(--color-late)" />
            <text
              className="ec-text late"
              x={room < 80 ? at.x + at.width : at.x}
              y={LATE.top - 6}
              textAnchor={room < 80 ? 'end' : 'start'}
            >
              {slowShareWords(slow)}
            </text>
          </g>
        );
      })}
      {stretch.slow.length > 0 ? null : (
        <text className="ec-text faint" x={left + 8} y={LATE.top + LATE.height / 2 + 4}>
          no minute is kept in which many were late at once
        </text>
      )}
      <text className="ec-text" x={0} y={MOVED.top + 12}>
        Handovers
      </text>
      <text className="ec-text faint" x={0} y={MOVED.top + 28}>
        {narrow ? '' : `at most ${most} at once`}
      </text>
      <path d={`M${left} ${BOTTOM}H${end}`} stroke="var(--color-line-strong)" />
      {stretch.handovers.map((count, slot) => {
        if (count === 0) return null;
        const from = stretch.from + slot * stretch.slotMs;
        const height = (count / most) * MOVED.height;
        return (
          <rect
            key={from}
            {...box(from, from + stretch.slotMs * 0.8)}
            y={BOTTOM - height}
            height={height}
            fill="var(--color-text-2)"
          />
        );
      })}
      {unwatched.map((span) => (
        <rect
          key={span.from}
          {...box(span.from, span.to)}
          y={LATE.top}
          height={BOTTOM - LATE.top}
          fill="url(#ec-blind)"
        />
      ))}
      {axisTicks(range, narrow ? 4 : 8, zone)
        .filter(({ at }) => end - scale.x(at) > 44)
        .map(({ at, label }) => (
          <g key={at}>
            <path d={`M${scale.x(at)} ${BOTTOM}v4`} stroke="var(--color-line-strong)" />
            <text className="ec-text faint" x={scale.x(at)} y={BOTTOM + 18} textAnchor="middle">
              {label}
            </text>
          </g>
        ))}
      {present ? (
        <text className="ec-text" x={end} y={BOTTOM + 18} textAnchor="middle">
          now
        </text>
      ) : null}
      <AlertMark
        severity={alert.severity}
        from={scale.x(Math.max(beginOf(alert), range.from))}
        to={scale.x(Math.min(over, range.to))}
        top={LATE.top + LATE.height + 10}
        begins={beginOf(alert) >= range.from}
      />
    </svg>
  );
}
