/** The words on a Lease's chart: headings of the bands, names of the lines, and what has no mark of its own. */
import { formatDurationInWords, formatHeadroomInWords, formatLimit } from '../../lib/view/format.ts';
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import { stretchMs } from '../../lib/view/lease-series.ts';
import type { ChartFrame } from './chart-frame.ts';

export function ChartLabels({
  frame,
  model,
  unreadNote,
  gapNote,
  clockNote,
}: {
  frame: ChartFrame;
  model: HistoryModel;
  /** Of the whole range. */
  unreadNote: string | null;
  /** Of what was watched: without room there it goes without, for across a hatch it would tell of that. */
  gapNote: string | null;
  clockNote: string | null;
}) {
  const { gaps } = model;
  const stretch = stretchMs(model.buckets);
  const left = frame.narrow ? 8 : 14;
  const label = labelPlace(frame, model);
  const y = (ms: number): number => frame.gapTop + frame.gapHeight * (1 - ms / gaps.topMs);
  const gapHead = frame.narrow ? frame.gapTop - 8 : frame.gapTop + 10;
  // Below the uppermost number of its axis, which may be as long as "+100 ms".
  const clockHead = frame.narrow ? frame.clockTop - 8 : frame.clockTop + 24;
  const bracket = frame.width - frame.right + 10;
  return (
    <g>
      <text className="chart-text strong" x={left} y={gapHead}>
        Renew gap
      </text>
      <text className="chart-text strong" x={left} y={clockHead}>
        {frame.narrow ? 'Holder’s clock − API server’s' : 'Holder’s clock'}
      </text>
      {frame.narrow ? null : (
        <>
          {stretch === null ? null : (
            <text className="chart-text faint" x={left} y={gapHead + 16}>
              slowest of {formatLimit(stretch)}
            </text>
          )}
          <text className="chart-text faint" x={left} y={clockHead + 16}>
            minus the API
          </text>
          <text className="chart-text faint" x={left} y={clockHead + 30}>
            server’s
          </text>
        </>
      )}
      {gaps.allowedMs === null ? null : (
        <text className="chart-text strong" x={label.x} textAnchor={label.anchor} y={y(gaps.allowedMs) - 5}>
          {formatLimit(gaps.allowedMs)} allowed
        </text>
      )}
      {gaps.usualMs === null ? null : (
        <text
          className="chart-text"
          x={label.x}
          textAnchor={label.anchor}
          y={frame.gapTop + frame.gapHeight + 16}
        >
          {formatDurationInWords(gaps.usualMs)} usual
          {frame.narrow ? ', inferred' : ': the retry period, inferred'}
        </text>
      )}
      {gaps.headroom === null || frame.narrow ? null : (
        <>
          <path
            d={`M${bracket - 3} ${y(gaps.headroom.fromMs)}h6M${bracket - 3} ${y(gaps.headroom.toMs)}h6M${bracket} ${y(gaps.headroom.fromMs)}V${y(gaps.headroom.toMs)}`}
            stroke="var(--color-control)"
            fill="none"
          />
          <text
            className="chart-text"
            x={bracket + 7}
            y={(y(gaps.headroom.fromMs) + y(gaps.headroom.toMs)) / 2}
          >
            {formatHeadroomInWords(gaps.headroom.toMs - gaps.headroom.fromMs)}
            <tspan x={bracket + 7} dy="14">
              headroom,
            </tspan>
            <tspan x={bracket + 7} dy="14">
              least here
            </tspan>
          </text>
        </>
      )}
      <Note
        words={unreadNote ?? fitting(gapNote, label)}
        label={label}
        y={frame.gapTop + frame.gapHeight - 10}
      />
      {/* Without a word the line of zero would say that the clock is exact. */}
      <Note
        words={fitting(clockNote, label) ?? fitting(clockNote === null ? null : 'not resolvable', label)}
        label={label}
        y={frame.clockTop + frame.clockHeight / 2 - 8}
      />
    </g>
  );
}

/** Of these words, px. */
const LETTER = 5.7;

type LabelPlace = { x: number; anchor: 'start' | 'end'; room: number };

/**
 * Where the lines' labels stand: at the beginning of what was watched, or before now when that is short. Room is as far
 * as it was watched without a break.
 */
function labelPlace(frame: ChartFrame, { unwatched, range }: HistoryModel): LabelPlace {
  const begin = unwatched.reduce((at, span) => (span.from <= at ? Math.max(at, span.to) : at), range.from);
  const end = unwatched.find((span) => span.from > begin)?.from ?? range.to;
  const [from, to] = [frame.x(begin), frame.x(range.to)];
  return to - from > 240
    ? { x: from + 6, anchor: 'start', room: frame.x(end) - from - 6 }
    : { x: to - 8, anchor: 'end', room: end < range.to ? 0 : to - from - 8 };
}

function fitting(words: string | null, { room }: LabelPlace): string | null {
  return words !== null && words.length * LETTER <= room ? words : null;
}

function Note({ words, label, y }: { words: string | null; label: LabelPlace; y: number }) {
  return words === null ? null : (
    <text className="chart-text" x={label.x} textAnchor={label.anchor} y={y}>
      {words}
    </text>
  );
}

/** The gap that is still growing: no renewal has ended it. `expired`: it is of the present, whatever the range had. */
export function Silence({
  frame,
  model: { gaps },
  ms,
  expired,
}: {
  frame: ChartFrame;
  model: HistoryModel;
  ms: number;
  expired: boolean;
}) {
  const color = expired ? 'var(--color-expired)' : 'var(--color-late)';
  const words = expired ? 'var(--color-expired-text)' : 'var(--color-late-text)';
  const x = frame.x(frame.range.to) - 2;
  const base = frame.gapTop + frame.gapHeight;
  const top = base - Math.min(1, ms / gaps.topMs) * frame.gapHeight;
  const past = ms > gaps.topMs;
  return (
    <g>
      <path d={`M${x} ${base}V${past ? frame.gapTop : top}`} stroke={color} strokeWidth="4" />
      {past ? <path d={`M${x - 6} ${frame.gapTop + 2}l6 -9 6 9z`} fill={color} /> : null}
      <text
        x={x - 10}
        y={Math.max(frame.gapTop - 2, top - 4)}
        textAnchor="end"
        className="chart-text"
        style={{ fill: words, fontWeight: 600 }}
      >
        {formatDurationInWords(ms)} and growing
      </text>
    </g>
  );
}
