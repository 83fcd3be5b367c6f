'use client';
import type { Judged } from '../../lib/view/board-judge.ts';
import { chartSentence } from '../../lib/view/chart-words.ts';
import { formatRough, formatTime } from '../../lib/view/format.ts';
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { HistoryChart } from './history-chart.tsx';
import { HistoryTable } from './history-table.tsx';
import type { HolderLook } from './use-holder-look.ts';

export function HistoryPanel({
  row,
  judged,
  gone,
  model,
  look,
  numbers,
  observedSince,
  problem,
  read,
}: {
  row: LeaseRow;
  judged: Judged;
  gone: boolean;
  model: HistoryModel;
  look: HolderLook;
  numbers: ReadonlyMap<string, number>;
  observedSince: number | null;
  problem: string | null;
  read: boolean;
}) {
  const zone = useTimeZone();
  const { range, unwatched, lanes, gaps, runs } = model;
  const sentence = chartSentence({ range, lanes, gaps, runs, unwatched, nameOf: look.name });
  const ageMs =
    row.lastRenewalAt === null || row.holder === null || gone ? null : judged.now - row.lastRenewalAt;
  const silent = (judged.state === 'late' || judged.state === 'expired') && ageMs !== null ? ageMs : null;
  return (
    <Panel
      title="Who held it, how well, by which clock"
      note={
        <>
          last {formatRough(range.to - range.from)}, one shared time axis
          {observedSince !== null && observedSince > range.from
            ? `; watched since ${formatTime(observedSince, zone)}`
            : '; kept in memory'}
        </>
      }
    >
      <HistoryChart
        model={model}
        look={look}
        numbers={numbers}
        sentence={sentence}
        endLabel={judged.frozen ? formatTime(judged.now, zone) : 'now'}
        silentMs={silent}
        gapNote={gapNote(model, problem, read)}
        clockNote={clockNote(row, model, problem, read)}
      />
      <HistoryTable model={model} look={look} />
    </Panel>
  );
}

function gapNote(model: HistoryModel, problem: string | null, read: boolean): string | null {
  if (model.gaps.points.length > 0) return null;
  if (problem !== null) return `could not be read: ${problem}`;
  if (!read) return 'reading…';
  return 'no renewal seen yet';
}

function clockNote(row: LeaseRow, model: HistoryModel, problem: string | null, read: boolean): string | null {
  if (model.runs.length > 0) return null;
  if (problem !== null || !read) return null;
  return row.serverTime === null
    ? 'not resolvable: no stamp of the API server on this Lease'
    : 'not resolvable yet: no renewal has moved both stamps';
}
