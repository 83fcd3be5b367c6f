'use client';
import type { StripWindow } from '../../lib/view/board-window.ts';
import { formatClock, formatRough, type TimeZone } from '../../lib/view/format.ts';

/** `asOf`: the board is frozen at this moment, in words; null while it is live. */
export function BoardHead({
  window,
  asOf,
  zone,
  tooMany,
  history,
}: {
  window: StripWindow;
  asOf: string | null;
  zone: TimeZone;
  /** There were more handovers than can be shown here. */
  tooMany: boolean;
  /** Why nothing is kept, when nothing is. */
  history: string | null;
}) {
  const third = (thirds: number): string =>
    `−${formatRough((window.lengthMs * thirds) / 3).replace(' min', ' m')}`;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col">
          <b>State</b>
        </th>
        <th scope="col">
          <b>Lease</b>
        </th>
        <th scope="col">
          <b>Held by</b>
        </th>
        <th scope="col" className="end" title="How long the present holder has held it">
          <b>Tenure</b>
        </th>
        <th
          scope="col"
          title="Time since the last observed renewal, against the duration that the Lease allows"
        >
          <b>Last renewal</b> {asOf === null ? 'ago, of allowed' : `ago, at ${asOf}`}
        </th>
        <th scope="col" className="strip-head" title={stripTitle(window, tooMany, history)}>
          <span className="axis">
            <span>
              <b>{window.title}</b>
              {window.watched === null
                ? ''
                : tooMany
                  ? ', the newest'
                  : `, ${window.watched.replace(' min', ' m')}`}
            </span>
            {window.watched === null ? (
              <>
                <span className="mark" style={{ left: '50%' }}>
                  {third(1.5)}
                </span>
                <span className="mark" style={{ left: '75%' }}>
                  {third(0.75)}
                </span>
              </>
            ) : null}
            <span>{asOf === null ? 'now' : formatClock(window.to, zone)}</span>
          </span>
        </th>
        <th
          scope="col"
          className="end handovers"
          title={`Handovers in the last 24 h${window.watched === null || tooMany ? '' : `, ${window.watched}`}`}
        >
          <b>Handovers</b>
        </th>
        <th scope="col" className="end headroom" title="Allowed duration minus the slowest renewal">
          <b>Headroom</b>
        </th>
        <th scope="col" className="end alerts" title="What fires about this Lease">
          <b>Alerts</b>
        </th>
      </tr>
    </thead>
  );
}

function stripTitle({ watched }: StripWindow, tooMany: boolean, history: string | null): string {
  if (tooMany) return 'Who held it. There were so many handovers that only the newest are shown here.';
  if (watched === null) return 'Who held it';
  const grows = 'The strip grows to 24 h as time is watched.';
  return `Who held it, ${watched}. What was before is not known and hatched. ${history ?? grows}`;
}
