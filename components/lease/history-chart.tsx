'use client';
import { memo, useCallback, useMemo, useState } from 'react';
import type { Handover } from '../../lib/lease/handover.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { momentAt } from '../../lib/view/chart-moment.ts';
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { alertsAt, placeAlerts } from '../../lib/view/timeline-alerts.ts';
import { AlertMark } from '../ui/alert-mark.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { ChartCard } from './chart-card.tsx';
import { chartFrame } from './chart-frame.ts';
import { ChartGround, ChartHatches } from './chart-ground.tsx';
import { ChartLabels, Silence } from './chart-labels.tsx';
import { chartNotes } from './chart-notes.ts';
import { ClockBand } from './clock-band.tsx';
import { Crosshair } from './crosshair.tsx';
import { HandoverBubbles } from './handover-bubbles.tsx';
import { LaneBand } from './lane-band.tsx';
import { momentWords } from './moment-words.ts';
import type { HolderLook } from './use-holder-look.ts';
import { useMinute } from './use-minute.ts';
import { useWidth } from './use-width.ts';

const GapChart = lazyPart(async () => (await import('./gap-chart.tsx')).GapChart);

/** How far above the lanes the mark of an alert begins, px. */
const MARK_ABOVE = 9;

/** One chart of three bands on one time axis, with one crosshair. */
export const HistoryChart = memo(function HistoryChart({
  model,
  look,
  numbers,
  sentence,
  endLabel,
  silentMs,
  expired,
  unreadNote,
  clockNote,
  gapNote,
  pinned,
  pin,
  zoom,
  alerts,
}: {
  model: HistoryModel;
  look: HolderLook;
  numbers: ReadonlyMap<string, number>;
  sentence: string;
  endLabel: string;
  /** The age of a Lease that is late or expired now, which no renewal has ended yet; else null. */
  silentMs: number | null;
  /** It is past its duration now. */
  expired: boolean;
  /** What stands in a band that has nothing to draw. */
  unreadNote: string | null;
  clockNote: string | null;
  gapNote: string | null;
  /** The instant that the link means; null for none, and for one outside of the range. */
  pinned: number | null;
  pin: (at: number | null) => void;
  zoom: (to: TimeRange) => void;
  alerts: readonly AlertView[];
}) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const zone = useTimeZone();
  const now = useMinute() ?? model.range.to;
  const numberOf = useCallback((handover: Handover) => numbers.get(handover.id) ?? null, [numbers]);
  const [cursor, setCursor] = useState<number | null>(null);
  const frame = useMemo(() => chartFrame(width, model.lanes.lanes.length, model.range), [width, model]);
  const held = pinned === null || pinned < model.range.from || pinned > model.range.to ? null : pinned;
  const at = cursor === null ? held : Math.min(Math.max(cursor, model.range.from), model.range.to);
  const reachMs = ((model.range.to - model.range.from) / Math.max(1, width - frame.left - frame.right)) * 6;
  const moment = at === null ? null : momentAt(at, model, reachMs);
  const fired = moment === null ? [] : alertsAt(alerts, moment.at, frame.range.to, reachMs);
  const notes = useMemo(
    () => chartNotes(frame, { vacancies: model.lanes.vacancies, unwatched: model.unwatched }, zone, now),
    [frame, model, zone, now],
  );
  // Drawn anew when what it shows moves, not with the crosshair.
  const picture = useMemo(
    () => (
      <>
        <svg
          className="chart-layer"
          width={frame.width}
          height={frame.height}
          role="img"
          aria-label={sentence}
        >
          <ChartHatches />
          <LaneBand frame={frame} lanes={model.lanes} vacancies={notes.vacancies} look={look} />
          <ClockBand frame={frame} runs={model.runs} look={look} />
        </svg>
        <div aria-hidden="true">
          <GapChart frame={frame} gaps={model.gaps} />
        </div>
        <svg className="chart-layer over" width={frame.width} height={frame.height} aria-hidden="true">
          <ChartGround
            frame={frame}
            unwatched={notes.unwatched}
            unwritten={model.unwritten}
            zone={zone}
            endLabel={endLabel}
          />
          <ChartLabels
            frame={frame}
            model={model}
            unreadNote={unreadNote}
            gapNote={gapNote}
            clockNote={clockNote}
          />
          <HandoverBubbles frame={frame} steps={model.lanes.steps} numberOf={numberOf} />
          {placeAlerts(alerts, frame, frame.range.to).map((place) => (
            <AlertMark key={place.id} {...place} top={frame.lanesTop - MARK_ABOVE} />
          ))}
        </svg>
      </>
    ),
    [frame, model, notes, look, numberOf, sentence, zone, endLabel, unreadNote, gapNote, clockNote, alerts],
  );
  return (
    <div className="history" ref={ref} style={{ height: frame.height }}>
      {width === 0 ? null : (
        <>
          {picture}
          {silentMs === null ? null : (
            <svg className="chart-layer over" width={width} height={frame.height} aria-hidden="true">
              <Silence frame={frame} model={model} ms={silentMs} expired={expired} />
            </svg>
          )}
          <Crosshair
            frame={frame}
            at={at}
            pinned={held}
            move={setCursor}
            pin={pin}
            zoom={zoom}
            stops={model.stops}
            words={moment === null ? null : momentWords(moment, fired, look.name, zone, now)}
          >
            {moment === null ? null : (
              <ChartCard moment={moment} alerts={fired} look={look} numberOf={numberOf} frame={frame} />
            )}
          </Crosshair>
        </>
      )}
    </div>
  );
});
