'use client';
import { useEffect, useRef, useState } from 'react';
import { apiUrl, ofCluster } from '../../lib/client/api-url.ts';
import type { LeaseHandovers } from '../../lib/client/use-lease-history.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { countOf, formatCount, formatDateTime } from '../../lib/view/format.ts';
import { countHandovers, type HandoverCount } from '../../lib/view/handover-count.ts';
import { type HandoverContext, handoverWords } from '../../lib/view/handover-words.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { Button } from '../ui/button.tsx';
import { CauseGlyph } from '../ui/cause-glyph.tsx';
import { Panel } from '../ui/panel.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { HolderName } from './holder-name.tsx';
import type { HolderLook } from './use-holder-look.ts';

const SHOWN_AT_FIRST = 10;
const SHOWN_MORE = 100;

export function HandoverPanel({
  row,
  retryMs,
  handovers,
  look,
  numbers,
  keptFrom,
  range,
  highlighted,
  pin,
  live,
  unwatched = [],
  cluster = null,
}: {
  row: Pick<LeaseRow, 'namespace' | 'name' | 'durationMs'>;
  /** As it is inferred of how it is renewed, ms. */
  retryMs: number | null;
  handovers: LeaseHandovers;
  look: HolderLook;
  numbers: ReadonlyMap<string, number>;
  keptFrom: number | null;
  range: TimeRange;
  /** The handover that the link means. */
  highlighted: string | null;
  pin: (at: number) => void;
  live: boolean;
  /** When nobody watched. */
  unwatched?: readonly TimeRange[];
  /** Another one than is watched. */
  cluster?: string | null;
}) {
  const zone = useTimeZone();
  // Not the last word of the feed: of which day a moment is, is said to whoever reads it now.
  const now = useNow() ?? range.to;
  const [most, setMost] = useState(SHOWN_AT_FIRST);
  const { problem } = handovers;
  const count = countHandovers(handovers, { range, keptFrom, now, zone });
  const items = count?.items ?? [];
  const context: HandoverContext = {
    now,
    zone,
    durationMs: row.durationMs,
    retryMs,
    live,
    unwatched,
  };
  const wanted = items.findIndex((handover) => handover.id === highlighted);
  const shown = items.slice(0, Math.max(most, wanted + 1));
  const more = items.length - shown.length;
  const search = new URLSearchParams({
    namespace: row.namespace,
    name: row.name,
    format: 'csv',
    ...ofCluster(cluster),
  });
  search.set('from', String(Math.floor(range.from)));
  search.set('to', String(Math.ceil(range.to)));
  return (
    <Panel
      title="Handovers"
      note={count === null || items.length === 0 ? undefined : headNote(count, numbers.size > 0)}
      aside={
        items.length === 0 ? undefined : (
          <a className="link" href={`${apiUrl('/api/v1/handovers')}?${search}`} download>
            Export CSV
          </a>
        )
      }
    >
      {count === null ? (
        <p className="panel-words">{problem === null ? 'Reading…' : `Could not be read: ${problem}`}</p>
      ) : shown.length === 0 ? (
        <p className="panel-words">None{count.since}.</p>
      ) : (
        <ScrollBox className="wide" label="Handovers, newest first">
          <table className="plain handovers">
            <thead>
              <tr>
                <th scope="col">
                  <span className="sr-only">Number in the chart</span>
                </th>
                <th scope="col">When, {zone === 'utc' ? 'UTC' : 'local'}</th>
                <th scope="col">From → to</th>
                <th scope="col">How it ended</th>
                <th scope="col" className="r">
                  Without a leader
                </th>
                <th scope="col">Evidence</th>
                <th scope="col">How sure</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((handover) => (
                <Row
                  key={handover.id}
                  handover={handover}
                  context={context}
                  look={look}
                  number={numbers.get(handover.id)}
                  meant={handover.id === highlighted}
                  pin={pin}
                />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {more > 0 ? (
        <p className="panel-words">
          <Button onClick={() => setMost(shown.length + SHOWN_MORE)}>
            {more > SHOWN_MORE || count?.atLeast
              ? `Show ${Math.min(more, SHOWN_MORE)} more of ${formatCount(more)}${count?.atLeast ? ' or more' : ''}`
              : `Show ${more} more`}
          </Button>
        </p>
      ) : null}
    </Panel>
  );
}

function headNote({ seen, unseen, atLeast, since }: HandoverCount, numbered: boolean): string {
  return `${atLeast ? 'at least ' : ''}${countOf(seen, 'seen', 'seen')}${unseen > 0 ? `, ${unseen} not seen` : ''}${since}${numbered ? ' · numbers match the chart' : ''}`;
}

function Row({
  handover,
  context,
  look,
  number,
  meant,
  pin,
}: {
  handover: Handover;
  context: HandoverContext;
  look: HolderLook;
  number: number | undefined;
  meant: boolean;
  pin: (at: number) => void;
}) {
  const words = handoverWords(handover, context);
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (meant) line.current?.scrollIntoView({ block: 'nearest' });
  }, [meant]);
  return (
    <tr ref={line} className={meant ? 'meant' : undefined} aria-current={meant ? 'true' : undefined}>
      <td>{number === undefined ? null : <span className="number">{number}</span>}</td>
      <td>
        <button
          type="button"
          className="when"
          title={`${formatDateTime(handover.at, context.zone)}: show this moment in the chart`}
          onClick={() => pin(handover.at)}
        >
          {formatMoment(handover.at, context.now, context.zone)}
        </button>
      </td>
      <td>
        <span className="swap">
          <HolderName
            holder={handover.from}
            look={look}
            absent={handover.cause === 'first' ? 'none before' : 'nobody'}
          />
          <span className="arrow">→</span>
          <HolderName holder={handover.to} look={look} absent="nobody" />
        </span>
      </td>
      <td>
        <span className="cause">
          <CauseGlyph cause={handover.cause} />
          {words.ended}
        </span>
      </td>
      <td className={words.open ? 'r tone-vacant' : 'r'}>{words.withoutLeader}</td>
      <td className="prose">{words.evidence}</td>
      <td className="prose faint">{words.sure}</td>
    </tr>
  );
}
