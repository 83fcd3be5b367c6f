import type { TimeZone } from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { axisTicks } from '../../lib/view/timeline-ticks.ts';
import type { ChartFrame } from './chart-frame.ts';
import type { ChartNotes } from './chart-notes.ts';

/** Of the widest of these words, and between two of them, px. */
const LETTER = 6.6;
const APART = 8;

/** What runs through all bands: unwatched time, the time axis, and now. */
export function ChartGround({
  frame,
  unwatched,
  unwritten,
  zone,
  endLabel,
}: {
  frame: ChartFrame;
  unwatched: ChartNotes['unwatched'];
  /** Of renewals alone. */
  unwritten: readonly TimeRange[];
  zone: TimeZone;
  /** "now", or where the feed fell silent. */
  endLabel: string;
}) {
  const end = frame.x(frame.range.to);
  const top = frame.lanesTop - 6;
  const endRoom = (endLabel.length * LETTER) / (frame.narrow ? 1 : 2) + APART;
  return (
    <g>
      {unwatched.map(({ span, x, width, words, label }) => (
        <g key={`${span.type}${span.from}`}>
          <rect
            x={x}
            y={top}
            width={width}
            height={frame.bottom - top}
            fill={`url(#chart-${span.type === 'blind-spot' ? 'unwatched' : 'before'})`}
          >
            <title>{words}</title>
          </rect>
          {label === null ? null : (
            <text className="chart-text" x={label.x} y={14} textAnchor={label.anchor}>
              {words}
            </text>
          )}
        </g>
      ))}
      {unwritten.map(({ from, to }) => (
        <rect
          key={from}
          x={frame.x(from)}
          y={frame.gapTop}
          width={frame.x(to) - frame.x(from)}
          height={frame.bottom - frame.gapTop}
          fill="url(#chart-unwritten)"
        />
      ))}
      <path d={`M${frame.left} ${frame.bottom}H${end}`} stroke="var(--color-line-strong)" />
      {axisTicks(frame.range, frame.narrow ? 4 : 7, zone)
        .filter(({ at, label }) => end - frame.x(at) > endRoom + (label.length * LETTER) / 2)
        .filter(({ at }) => frame.x(at) - frame.left > (frame.narrow ? 12 : 0))
        .map(({ at, label, strong }) => (
          <g key={at}>
            <path d={`M${frame.x(at)} ${frame.bottom}v4`} stroke="var(--color-line-strong)" />
            <text
              className={`chart-text ${strong ? '' : 'faint'}`}
              x={frame.x(at)}
              y={frame.bottom + 18}
              textAnchor="middle"
            >
              {label}
            </text>
          </g>
        ))}
      <path d={`M${end} ${top}V${frame.bottom + 4}`} stroke="var(--color-text-2)" />
      <text
        className="chart-text strong"
        x={end}
        y={frame.bottom + 18}
        textAnchor={frame.narrow ? 'end' : 'middle'}
      >
        {endLabel}
      </text>
    </g>
  );
}

/** The hatches of this chart's SVG; its own ids, for another chart may stand on the same page. */
export function ChartHatches() {
  return (
    <defs>
      <pattern
        id="chart-unwatched"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="5" height="5" fill="var(--color-surface)" />
        <path d="M.5 0v5" stroke="var(--color-unknown)" strokeOpacity=".45" />
      </pattern>
      {/* What is there of renewals shows through. */}
      <pattern
        id="chart-unwritten"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <path d="M.5 0v5" stroke="var(--color-unknown)" strokeOpacity=".6" />
      </pattern>
      {/* Before watching began: as little known, but no news. */}
      <pattern
        id="chart-before"
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="8" height="8" fill="var(--color-surface)" />
        <path d="M.5 0v8" stroke="var(--color-line)" />
      </pattern>
      <pattern id="chart-vacant" width="3" height="3" patternUnits="userSpaceOnUse">
        <rect width="3" height="3" fill="var(--color-surface)" />
        <path d="M.5 0v3" stroke="var(--color-vacant)" />
      </pattern>
    </defs>
  );
}
