'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { momentHref } from '../../lib/client/api-url.ts';
import type { TimelineData } from '../../lib/client/use-timeline.ts';
import { stripIdentity } from '../../lib/view/board-holder.ts';
import {
  countOf,
  formatCount,
  formatDateTime,
  formatDuration,
  shortenMiddle,
  type TimeZone,
} from '../../lib/view/format.ts';
import { handoverNames } from '../../lib/view/holder-names.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { type LaneFact, laneFacts } from '../../lib/view/timeline-facts.ts';
import { slowWords } from '../../lib/view/timeline-words.ts';
import { CauseGlyph } from '../ui/cause-glyph.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';

const MOST_ROWS = 1_000;
const NOT_KNOWN = 'Not known yet.';

/** The same facts as the chart has, newest first. */
export function TimelineTable({
  data,
  range,
  unread,
  cluster,
  zone,
}: {
  data: TimelineData;
  /** Another one than is watched. */
  cluster: string | null;
  range: TimeRange;
  /** Why `data` is not of this range, and proves nothing about it; null when it is. */
  unread: string | null;
  zone: TimeZone;
}) {
  const facts = laneFacts(data.lanes, range, data);
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
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">How long</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
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
      <h2>Handovers and vacancies</h2>
      {facts.length === 0 ? (
        <p>{unread === null ? `None of ${countOf(data.total, 'Lease')} moved in this range.` : NOT_KNOWN}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Lease</th>
              <th scope="col">Namespace</th>
              <th scope="col">What</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">How long</th>
            </tr>
          </thead>
          <tbody>
            {facts.slice(0, MOST_ROWS).map((fact) => (
              <FactRow cluster={cluster} key={fact.key} fact={fact} time={time} />
            ))}
          </tbody>
        </table>
      )}
      {facts.length > MOST_ROWS ? (
        <p>
          {formatCount(facts.length - MOST_ROWS)} older ones are not listed; Export has them all, a shorter
          range shows them.
        </p>
      ) : null}
      {data.hasMore ? (
        <p>
          Of the first {formatCount(data.lanes.length)} of {countOf(data.total, 'Lease')}.
        </p>
      ) : null}
    </ScrollBox>
  );
}

function FactRow({
  fact,
  cluster,
  time,
}: {
  fact: LaneFact;
  cluster: string | null;
  time: (at: number) => string;
}) {
  const { what, before, after, long } = cells(fact);
  return (
    <tr>
      <td>
        <Link href={momentHref(fact.lane, fact.from, cluster)} prefetch={false}>
          {time(fact.from)}
        </Link>
      </td>
      <td className="mono" title={fact.lane.name}>
        {shortenMiddle(fact.lane.name, 40)}
      </td>
      <td>{fact.lane.namespace}</td>
      <td>{what}</td>
      <td className="mono">{before}</td>
      <td className="mono">{after}</td>
      <td>{long}</td>
    </tr>
  );
}

function cells(fact: LaneFact): { what: ReactNode; before: ReactNode; after: ReactNode; long: string } {
  const shown = fact.type === 'handover' ? handoverNames(fact.before, fact.after) : stripIdentity;
  const name = (holder: string | null): ReactNode =>
    holder === null ? 'not known' : <span title={holder}>{shortenMiddle(shown(holder), 36)}</span>;
  const cut = (fact.type === 'vacancy' || fact.type === 'expired') && fact.open;
  const long = `${cut ? 'at least ' : ''}${formatDuration(fact.to - fact.from)}`;
  switch (fact.type) {
    case 'handover':
      return {
        what:
          fact.cause === null ? (
            fact.ended
          ) : (
            <>
              <CauseGlyph cause={fact.cause} /> {fact.ended}
            </>
          ),
        before: name(fact.before),
        after: name(fact.after),
        long: '',
      };
    case 'vacancy':
      return { what: 'Nobody held it', before: '', after: 'nobody', long };
    case 'expired':
      return { what: 'Expired, still held', before: name(fact.holder), after: '', long };
    case 'dense':
      return { what: countOf(fact.count, 'handover'), before: '', after: name(fact.holder), long };
  }
}
