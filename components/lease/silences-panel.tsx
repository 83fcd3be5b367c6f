'use client';
import { useHistoryStatus, useKeptFrom } from '../../lib/client/use-history-status.ts';
import { useLeaseSilences } from '../../lib/client/use-lease-silences.ts';
import { formatDateTime, formatDurationInWords } from '../../lib/view/format.ts';
import { untoldInsight } from '../../lib/view/insight-untold.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { silenceLines } from '../../lib/view/lease-silences.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { Panel } from '../ui/panel.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { useMinute } from './use-minute.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** A heartbeat has no lane on the Timeline: when it was silent stands here. `isKnown`: how it is now, for the feed is live. */
export function SilencesPanel({ row, isKnown }: { row: LeaseRow; isKnown: boolean }) {
  const zone = useTimeZone();
  const now = useMinute();
  const history = useHistoryStatus();
  const keptFrom = useKeptFrom();
  const { told, problem } = useLeaseSilences(row, DAYS, history?.state === 'ready');
  if (history === null || history.state === 'off') return null;
  const untold = untoldInsight(history, told === null, problem);
  const lines = told === null || untold !== null ? [] : silenceLines(told, isKnown ? row : null);
  const present = now ?? told?.asOf ?? 0;
  const isYoung = keptFrom !== null && told !== null && keptFrom > told.asOf - DAYS * DAY_MS;
  const since = isYoung ? `since ${formatMoment(keptFrom, present, zone)}` : `in the last ${DAYS} days`;
  return (
    <Panel title="Silent past its duration" note={`what was watched ${since}, newest first`}>
      {lines.length > 0 ? (
        <ScrollBox className="wide tall" label="Silent past its duration">
          <table className="plain">
            <thead className="sr-only">
              <tr>
                <th scope="col">Last heartbeat before</th>
                <th scope="col">Silent for</th>
                <th scope="col">Until</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ from, to, lastedMs }) => (
                <tr key={from}>
                  <td className="faint" title={formatDateTime(from, zone)}>
                    {formatMoment(from, present, zone)}
                  </td>
                  <td>
                    {lastedMs === null ? 'silent since' : `silent for ${formatDurationInWords(lastedMs)}`}
                  </td>
                  <td className="faint" title={to === null ? undefined : formatDateTime(to, zone)}>
                    {to === null ? '' : `until ${formatMoment(to, present, zone)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      ) : (
        <p className="panel-words">{untold ?? `None was seen ${since}.`}</p>
      )}
      {told?.more === true && untold === null ? (
        <p className="panel-words">There are further ones, older than these.</p>
      ) : null}
    </Panel>
  );
}
