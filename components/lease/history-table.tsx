'use client';
import { useState } from 'react';
import { formatDateTime, formatDurationInWords } from '../../lib/view/format.ts';
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import { stretchRows } from '../../lib/view/lease-series.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { signedOffset } from '../../lib/view/offset-words.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import type { HolderLook } from './use-holder-look.ts';

type Props = {
  model: HistoryModel;
  look: HolderLook;
  now: number;
  /** What stands in it when there is nothing to list: none were seen, or they were not read. */
  empty: string | null;
};

/** The chart's facts as a table, stretch by stretch; made only when it is asked for. */
export function HistoryTable(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className="as-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The same as a table</summary>
      {open ? <Stretches {...props} /> : null}
    </details>
  );
}

function Stretches({ model, look, now, empty }: Props) {
  const zone = useTimeZone();
  const rows = stretchRows(model.buckets, model.runs);
  return (
    <ScrollBox className="wide tall" label="Stretch by stretch">
      {model.unwatched.map((span) => (
        <p key={span.from} className="aside-note">
          {span.type === 'before-start' ? 'Nothing is kept: ' : 'Not watched: '}
          {formatDateTime(span.from, zone)} to {formatDateTime(span.to, zone)}
        </p>
      ))}
      {model.unwritten.map((span) => (
        <p key={span.from} className="aside-note">
          Renewals may be missing: {formatDateTime(span.from, zone)} to {formatDateTime(span.to, zone)}
        </p>
      ))}
      {model.lanes.vacancies.map((vacancy) => (
        <p key={vacancy.from} className="aside-note">
          Nobody held it: {formatDateTime(vacancy.from, zone)} to {formatDateTime(vacancy.to, zone)},{' '}
          {formatDurationInWords(vacancy.ms)}
        </p>
      ))}
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Holder</th>
            <th scope="col" className="r">
              Renewals
            </th>
            <th scope="col" className="r">
              Slowest gap
            </th>
            <th scope="col" className="r">
              Holder’s clock
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.from}>
              <td title={formatDateTime(row.from, zone)}>{formatMoment(row.from, now, zone)}</td>
              <td className="mono">{row.holders.map(look.name).join(' → ') || '–'}</td>
              <td className="r">{row.count}</td>
              <td className="r">
                {row.slowestMs === null ? 'not known' : formatDurationInWords(row.slowestMs)}
              </td>
              <td className="r">
                {row.lowerMs === null || row.upperMs === null
                  ? 'not resolvable'
                  : `${signedOffset(row.lowerMs)} to ${signedOffset(row.upperMs)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty !== null ? <p className="aside-note">{empty}</p> : null}
    </ScrollBox>
  );
}
