'use client';
import Link from 'next/link';
import { momentHref } from '../../lib/client/api-url.ts';
import type { TimelineData, TimelineQuery } from '../../lib/client/use-timeline.ts';
import { type TimelineHandovers, useTimelineHandovers } from '../../lib/client/use-timeline-handovers.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { stripIdentity } from '../../lib/view/board-holder.ts';
import {
  countOf,
  formatCount,
  formatDateTime,
  formatDuration,
  shortenMiddle,
  type TimeZone,
} from '../../lib/view/format.ts';
import { type HandoverContext, handoverWords } from '../../lib/view/handover-words.ts';
import { handoverNames } from '../../lib/view/holder-names.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { leaderlessFacts } from '../../lib/view/timeline-facts.ts';
import { slowWords } from '../../lib/view/timeline-words.ts';
import { CauseGlyph } from '../ui/cause-glyph.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';

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
      <h2>Handovers</h2>
      <Handovers
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
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Lease</th>
              <th scope="col">Namespace</th>
              <th scope="col">What</th>
              <th scope="col">Holder</th>
              <th scope="col">How long</th>
            </tr>
          </thead>
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

function Handovers({
  handovers: { items, more, keptFrom, problem },
  words,
  none,
  from,
  cluster,
}: {
  handovers: TimelineHandovers;
  /** Where the range begins. */
  from: number;
  words: HandoverContext;
  none: string;
  cluster: string | null;
}) {
  if (items === null) return <p>{problem === null ? 'Reading…' : `They could not be read: ${problem}.`}</p>;
  const limits = (
    <>
      {problem === null ? null : <p>They could not be read again: {problem}.</p>}
      {keptFrom === null || keptFrom <= from ? null : (
        <p>None from before {formatDateTime(keptFrom, words.zone)} can be read here.</p>
      )}
    </>
  );
  if (items.length === 0)
    return (
      <>
        <p>{none}</p>
        {limits}
      </>
    );
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Lease</th>
            <th scope="col">Namespace</th>
            <th scope="col">How it ended</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Without a leader</th>
            <th scope="col">Evidence</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <HandoverRow key={one.id} one={one} words={words} cluster={cluster} />
          ))}
        </tbody>
      </table>
      {limits}
      {more ? <p>Older ones are not listed; Export has them all, a shorter range shows them.</p> : null}
    </>
  );
}

function HandoverRow({
  one,
  words,
  cluster,
}: {
  one: Handover;
  words: HandoverContext;
  cluster: string | null;
}) {
  const { ended, evidence, sure, withoutLeader } = handoverWords(one, words);
  const shown = handoverNames(one.from, one.to);
  const absent = one.cause === 'first' ? 'none before' : 'nobody';
  return (
    <tr>
      <MomentCells lease={one} at={one.at} zone={words.zone} cluster={cluster} />
      <td>
        <CauseGlyph cause={one.cause} /> {ended}
      </td>
      <td className="mono">{one.from === null ? absent : <Holder of={one.from} shown={shown} />}</td>
      <td className="mono">{one.to === null ? 'nobody' : <Holder of={one.to} shown={shown} />}</td>
      <td>{withoutLeader}</td>
      <td className="tl-evidence">
        {evidence} <span className="faint">{sure}</span>
      </td>
    </tr>
  );
}

function MomentCells({
  lease,
  at,
  zone,
  cluster,
}: {
  lease: { namespace: string; name: string };
  at: number;
  zone: TimeZone;
  cluster: string | null;
}) {
  return (
    <>
      <td>
        <Link href={momentHref(lease, at, cluster)} prefetch={false}>
          {formatDateTime(at, zone)}
        </Link>
      </td>
      <td className="mono" title={lease.name}>
        {shortenMiddle(lease.name, 30)}
      </td>
      <td>{lease.namespace}</td>
    </>
  );
}

function Holder({ of, shown }: { of: string; shown: (identity: string) => string }) {
  return <span title={of}>{shortenMiddle(shown(of), 26)}</span>;
}
