'use client';
import { Fragment, useEffect, useRef } from 'react';
import type { AlertView } from '../../lib/view/alert.ts';
import { type AlertFilter, matchesFilter } from '../../lib/view/alert-groups.ts';
import { endedAt, lastedShort } from '../../lib/view/alert-times.ts';
import { subjectWords } from '../../lib/view/alert-words.ts';
import { formatDateTime, shortenMiddle } from '../../lib/view/format.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { Panel } from '../ui/panel.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { AlertEvidence } from './alert-evidence.tsx';
import { SeverityGlyph } from './severity-glyph.tsx';

/** What ended in the last 24 h; a row opens to its evidence. */
export function RecentAlerts({
  alerts,
  more,
  problem,
  filter,
  now,
  open,
  sought,
  toggle,
}: {
  /** Newest first; null while they are read. */
  alerts: readonly AlertView[] | null;
  more: boolean;
  problem: string | null;
  filter: AlertFilter;
  now: number;
  open: string | null;
  /** Id of the alert that the address asked for: it is brought into sight. */
  sought: string | null;
  toggle: (id: string) => void;
}) {
  // What only followed from another ended with it; the one that was asked for is shown all the same.
  const shown =
    alerts?.filter((one) => one.id === open || (one.rootId === null && matchesFilter(one, filter))) ?? [];
  return (
    <Panel title="Recent" note={`ended in the last 24 h${more ? ', the newest' : ''}`}>
      {alerts === null ? (
        <p className="al-words">{problem === null ? 'Reading…' : `Could not be read: ${problem}`}</p>
      ) : shown.length === 0 ? (
        <p className="al-words">
          {alerts.length === 0 ? 'Nothing fired and ended in this time.' : 'None of those that ended match.'}
        </p>
      ) : (
        <ScrollBox className="al-wide" label="Recent alerts, newest first">
          <table className="plain al-table">
            <thead>
              <tr>
                <th scope="col">Alert</th>
                <th scope="col">About</th>
                <th scope="col" className="r">
                  Began
                </th>
                <th scope="col" className="r">
                  Lasted
                </th>
                <th scope="col" className="r">
                  Ended
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((alert) => (
                <Fragment key={alert.id}>
                  <RecentRow
                    alert={alert}
                    now={now}
                    open={open === alert.id}
                    sought={sought === alert.id}
                    toggle={toggle}
                  />
                  {open === alert.id ? (
                    <tr className="al-opened">
                      <td colSpan={5}>
                        <p>{alert.summary}</p>
                        <AlertEvidence alert={alert} now={now} />
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {alerts === null || problem === null ? null : (
        <p className="al-words">Could not be read the last time: {problem}.</p>
      )}
    </Panel>
  );
}

function RecentRow({
  alert,
  now,
  open,
  sought,
  toggle,
}: {
  alert: AlertView;
  now: number;
  open: boolean;
  sought: boolean;
  toggle: (id: string) => void;
}) {
  const zone = useTimeZone();
  const about = subjectWords(alert.subject);
  const ended = endedAt(alert);
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (sought) line.current?.scrollIntoView({ block: 'nearest' });
  }, [sought]);
  return (
    <tr ref={line}>
      <td>
        <button type="button" className="al-recent" aria-expanded={open} onClick={() => toggle(alert.id)}>
          <SeverityGlyph severity={alert.severity} />
          <span className="sr-only">{alert.severity}: </span>
          {alert.title}
        </button>
      </td>
      <td className="mono" title={about}>
        {shortenMiddle(about, 40)}
      </td>
      <td className="r" title={formatDateTime(alert.since, zone)}>
        {formatMoment(alert.since, now, zone)}
      </td>
      <td className="r">{lastedShort(alert, now)}</td>
      <td className="r" title={ended === null ? undefined : formatDateTime(ended, zone)}>
        {ended === null ? '–' : formatMoment(ended, now, zone)}
      </td>
    </tr>
  );
}
