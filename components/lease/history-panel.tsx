'use client';
import type { AlertView } from '../../lib/view/alert.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { chartSentence } from '../../lib/view/chart-words.ts';
import { historyWords, unwrittenWords } from '../../lib/view/history-words.ts';
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { formatMoment, formatShortMoment } from '../../lib/view/moment.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';
import { rangeLength } from '../../lib/view/time-axis.ts';
import { endsNow } from '../../lib/view/timeline-range.ts';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { clockNote, gapNote, unreadNote } from './chart-gaps.ts';
import { HistoryChart } from './history-chart.tsx';
import { HistoryTable } from './history-table.tsx';
import { RangeControl } from './range-control.tsx';
import type { HolderLook } from './use-holder-look.ts';
import type { LeaseRangeState } from './use-lease-range.ts';
import { useMinute } from './use-minute.ts';

export function HistoryPanel({
  row,
  judged,
  gone,
  model,
  look,
  numbers,
  keptFrom,
  renewals,
  handoversFrom,
  state,
  history,
  alerts,
}: {
  row: LeaseRow;
  judged: Judged;
  gone: boolean;
  model: HistoryModel;
  look: HolderLook;
  numbers: ReadonlyMap<string, number>;
  keptFrom: number | null;
  renewals: { problem: string | null; read: boolean };
  /** Handovers before this are too many to be drawn; null when all are. */
  handoversFrom: number | null;
  state: LeaseRangeState;
  history: HistoryStatus | null;
  /** What fired about it in the range. */
  alerts: readonly AlertView[];
}) {
  const zone = useTimeZone();
  const words = historyWords(history);
  const unwritten = unwrittenWords(model.unwritten);
  const now = useMinute() ?? judged.now;
  const { range, unwatched, lanes, gaps, runs } = model;
  const sentence = chartSentence({ range, lanes, gaps, runs, unwatched, nameOf: look.name });
  const ageMs =
    row.lastRenewalAt === null || row.holder === null || gone ? null : judged.now - row.lastRenewalAt;
  const present = endsNow(state.range);
  const silent =
    present && (judged.state === 'late' || judged.state === 'expired') && ageMs !== null ? ageMs : null;
  const unread = unreadNote(model, renewals);
  const seen = gapNote(model, renewals, now, zone);
  return (
    <Panel
      title="Who held it, how well, by which clock"
      note={
        <>
          {rangeLength(range)}, one shared time axis; drag to zoom
          {keptFrom !== null && keptFrom > range.from && keptFrom < range.to
            ? `; known since ${formatMoment(keptFrom, now, zone)}`
            : ''}
        </>
      }
      aside={<RangeControl state={state} shown={range} now={judged.now} />}
    >
      {state.problem === null ? null : (
        <p className="panel-words" role="alert">
          {state.problem}
        </p>
      )}
      <HistoryChart
        model={model}
        look={look}
        numbers={numbers}
        sentence={sentence}
        endLabel={present ? (judged.frozen ? formatShortMoment(judged.now, now, zone) : 'now') : ''}
        silentMs={silent}
        expired={judged.state === 'expired'}
        unreadNote={unread}
        gapNote={seen}
        clockNote={clockNote(row, model, renewals)}
        pinned={state.at}
        pin={state.pin}
        zoom={state.zoom}
        alerts={alerts}
      />
      {handoversFrom === null || handoversFrom <= range.from ? null : (
        <p className="panel-words">
          So many handovers that only those since {formatMoment(handoversFrom, now, zone)} are drawn and
          listed; a shorter range shows the others.
        </p>
      )}
      {unwritten === null ? null : <p className="panel-words">{unwritten}</p>}
      {words === null ? null : <p className="panel-words">{words}</p>}
      <HistoryTable model={model} look={look} now={now} empty={unread ?? seen} />
    </Panel>
  );
}
