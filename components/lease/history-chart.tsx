'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Handover } from '../../lib/lease/handover.ts';
import { momentAt } from '../../lib/view/chart-moment.ts';
import { formatDuration, formatDurationInWords, formatLimit } from '../../lib/view/format.ts';
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import { ChartCard } from './chart-card.tsx';
import { type ChartFrame, chartFrame } from './chart-frame.ts';
import { ChartGround, ChartHatches } from './chart-ground.tsx';
import { Crosshair } from './crosshair.tsx';
import type { HolderLook } from './holder-look.ts';
import { LaneBand } from './lane-band.tsx';
import { useWidth } from './use-width.ts';

const RenewCharts = dynamic(() => import('./renew-charts.tsx').then((module) => module.RenewCharts), {
  ssr: false,
});

/** One chart of three bands on one time axis, with one crosshair. */
export function HistoryChart({
  model,
  look,
  numberOf,
  sentence,
  endLabel,
  silentMs,
  clockNote,
  gapNote,
}: {
  model: HistoryModel;
  look: HolderLook;
  numberOf: (handover: Handover) => number | null;
  sentence: string;
  endLabel: string;
  /** The age of a Lease that is late or expired now, which no renewal has ended yet; else null. */
  silentMs: number | null;
  /** What stands in a band that has nothing to draw. */
  clockNote: string | null;
  gapNote: string | null;
}) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const zone = useTimeZone();
  const [cursor, setCursor] = useState<number | null>(null);
  const frame = chartFrame(width, model.lanes.lanes.length, model.range);
  const at = cursor === null ? null : Math.min(Math.max(cursor, model.range.from), model.range.to);
  const reachMs = ((model.range.to - model.range.from) / Math.max(1, width - frame.left - frame.right)) * 6;
  const moment = at === null ? null : momentAt(at, model, reachMs);
  return (
    <div className="history" ref={ref} style={{ height: frame.height }}>
      {width === 0 ? null : (
        <>
          <svg className="chart-layer" width={width} height={frame.height} role="img" aria-label={sentence}>
            <ChartHatches />
            <LaneBand frame={frame} lanes={model.lanes} look={look} numberOf={numberOf} />
            <Headings frame={frame} model={model} gapNote={gapNote} clockNote={clockNote} />
          </svg>
          <div aria-hidden="true">
            <RenewCharts frame={frame} gaps={model.gaps} runs={model.runs} look={look} />
          </div>
          <svg className="chart-layer over" width={width} height={frame.height} aria-hidden="true">
            <ChartGround frame={frame} unwatched={model.unwatched} zone={zone} endLabel={endLabel} />
            {silentMs === null ? null : <Silence frame={frame} model={model} ms={silentMs} />}
          </svg>
          <Crosshair frame={frame} at={at} move={setCursor} stops={model.stops}>
            {moment === null ? null : (
              <ChartCard moment={moment} look={look} numberOf={numberOf} frame={frame} />
            )}
          </Crosshair>
        </>
      )}
    </div>
  );
}

function Headings({
  frame,
  model: { gaps },
  gapNote,
  clockNote,
}: {
  frame: ChartFrame;
  model: HistoryModel;
  gapNote: string | null;
  clockNote: string | null;
}) {
  const left = frame.narrow ? 8 : 14;
  const y = (ms: number): number => frame.gapTop + frame.gapHeight * (1 - ms / gaps.topMs);
  const gapHead = frame.narrow ? frame.gapTop - 8 : frame.gapTop + 10;
  const clockHead = frame.narrow ? frame.clockTop - 8 : frame.clockTop + 10;
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
          <text className="chart-text faint" x={left} y={gapHead + 16}>
            slowest of 20 s
          </text>
          <text className="chart-text faint" x={left} y={clockHead + 16}>
            minus the API
          </text>
          <text className="chart-text faint" x={left} y={clockHead + 30}>
            server’s
          </text>
        </>
      )}
      {gaps.allowedMs === null ? null : (
        <text className="chart-text strong" x={frame.left + 6} y={y(gaps.allowedMs) - 5}>
          {formatLimit(gaps.allowedMs)} allowed
        </text>
      )}
      {gaps.usualMs === null ? null : (
        <text className="chart-text" x={frame.left + 6} y={frame.gapTop + frame.gapHeight + 15}>
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
            {formatDuration(gaps.headroom.toMs - gaps.headroom.fromMs)}
            <tspan x={bracket + 7} dy="14">
              headroom
            </tspan>
          </text>
        </>
      )}
      {gapNote === null ? null : (
        <text className="chart-text" x={frame.left + 6} y={frame.gapTop + frame.gapHeight - 10}>
          {gapNote}
        </text>
      )}
      {clockNote === null ? null : (
        <text className="chart-text" x={frame.left + 6} y={frame.clockTop + frame.clockHeight / 2 - 8}>
          {clockNote}
        </text>
      )}
    </g>
  );
}

/** The gap that is still growing: no renewal has ended it. */
function Silence({ frame, model: { gaps }, ms }: { frame: ChartFrame; model: HistoryModel; ms: number }) {
  const over = gaps.allowedMs !== null && ms > gaps.allowedMs;
  const color = over ? 'var(--color-expired)' : 'var(--color-late)';
  const words = over ? 'var(--color-expired-text)' : 'var(--color-late-text)';
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
