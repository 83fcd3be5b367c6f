'use client';
import type { TimelineData, TimelineQuery } from '../../lib/client/use-timeline.ts';
import { type TimelineHandovers, useTimelineHandovers } from '../../lib/client/use-timeline-handovers.ts';
import { stripIdentity } from '../../lib/view/board-holder.ts';
import {
  countOf,
  formatCount,
  formatDateTime,
  formatDuration,
  type TimeZone,
} from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { leaderlessFacts } from '../../lib/view/timeline-facts.ts';
import { slowWords } from '../../lib/view/timeline-words.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { HandoverTable } from './handover-table.tsx';
import { Heads, Holder, MOMENT_HEADS, MomentCells } from './table-cells.tsx';

const MOST_ROWS = 1_000;
const NOT_KNOWN = 'Not known yet.';

type Props = {
  data: TimelineData;
  range: TimeRange;
  /** Why `data` is not of this range, and proves nothing about it; null when it is. */
  unread: string | null;
  zone: TimeZone;
};

/** What the chart shows in words, newest first, and its handovers one by one. */
export function TimelineTables({
  query,
  moving,
  ...props
}: Props & { query: TimelineQuery; moving: boolean }) {
  return <TimelineTable {...props} cluster={query.cluster} handovers={useTimelineHandovers(query, moving)} />;
}

export function TimelineTable({
  data,
  range,
  unread,
  handovers,
  cluster,
  zone,
}: Props & {
  handovers: TimelineHandovers;
  /** Another one than is watched. */
  cluster: string | null;
}) {
  const facts = leaderlessFacts(data.lanes, range, data);
  const blind = data.blindSpots.filter((one) => one.to > range.from && one.from < range.to);
  const time = (at: number): string => formatDateTime(at, zone);
  return (
    <ScrollBox className="tl-table" label="The timeline as tables">
      {unread === null ? null : <p role="status">{unread}</p>}
      <h2>Not watched</h2>
      {blind.length === 0 ? (
        <p>{unread === null ? 'All of this range was watched, as far as anything was kept.' : NOT_KNOWN}</p>
      ) : (
        <table>
          <Heads of={['From', 'To', 'How long', 'Where']} />
          <tbody>
            {blind.map((one) => (
              <tr key={`${one.scope}${one.from}`}>
                <td>{time(one.from)}</td>
                <td>{time(one.to)}</td>
                <td>{formatDuration(one.to - one.from)}</td>
                <td>{one.scope ?? 'whole cluster'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data.slow.length === 0 ? null : (
        <>
          <h2>Renewals slow</h2>
          {data.slow.map((one) => (
            <p key={one.from}>
              {time(one.from)}: {slowWords(one, data.pointMs)}.
            </p>
          ))}
        </>
      )}
      <h2>Handovers</h2>
      <HandoverTable
        handovers={handovers}
        words={{ now: data.asOf, zone, durationMs: null, retryMs: null, live: cluster === null }}
        none={
          unread === null
            ? `None of ${countOf(data.total, 'Lease')} changed hands in this range, as far as it was watched.`
            : NOT_KNOWN
        }
        from={range.from}
        cluster={cluster}
      />
      <h2>Without a leader</h2>
      {facts.length === 0 ? (
        <p>
          {unread === null ? `None that is longer than ${formatDuration(data.pointMs)} here.` : NOT_KNOWN}
        </p>
      ) : (
        <table>
          <Heads of={[...MOMENT_HEADS, 'What', 'Holder', 'How long']} />
          <tbody>
            {facts.slice(0, MOST_ROWS).map(({ key, lane, from, to, open, holder }) => (
              <tr key={key}>
                <MomentCells lease={lane} at={from} zone={zone} cluster={cluster} />
                <td>{holder === null ? 'Nobody held it' : 'Expired, still held'}</td>
                <td className="mono">
                  {holder === null ? 'nobody' : <Holder of={holder} shown={stripIdentity} />}
                </td>
                <td>{`${open ? 'at least ' : ''}${formatDuration(to - from)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {facts.length > MOST_ROWS ? (
        <p>{formatCount(facts.length - MOST_ROWS)} older ones are not listed; a shorter range shows them.</p>
      ) : null}
      {data.hasMore ? (
        <p>
          Of the first {formatCount(data.lanes.length)} of {countOf(data.total, 'Lease')}.
        </p>
      ) : null}
    </ScrollBox>
  );
}
