'use client';
import { useState } from 'react';
import type { Fetched } from '../../lib/client/use-lease-history.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { countOf, formatDateTime } from '../../lib/view/format.ts';
import { type HandoverContext, handoverWords } from '../../lib/view/handover-words.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { Button } from '../ui/button.tsx';
import { CauseGlyph } from '../ui/cause-glyph.tsx';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { HolderName } from './holder-name.tsx';
import type { HolderLook } from './use-holder-look.ts';

const SHOWN_AT_FIRST = 20;

export function HandoverPanel({
  row,
  handovers: { items, problem },
  look,
  numbers,
  observedSince,
  now,
  live,
}: {
  row: LeaseRow;
  handovers: Fetched<Handover>;
  look: HolderLook;
  numbers: ReadonlyMap<string, number>;
  observedSince: number | null;
  now: number;
  live: boolean;
}) {
  const zone = useTimeZone();
  const [all, setAll] = useState(false);
  const since =
    observedSince === null ? '' : ` since ${formatMoment(observedSince, now, zone)}, when watching began`;
  const context: HandoverContext = {
    now,
    zone,
    durationMs: row.durationMs,
    retryMs: row.renewGapMs?.median ?? null,
    live,
  };
  const shown = all ? items : items?.slice(0, SHOWN_AT_FIRST);
  return (
    <Panel title="Handovers" note={items === null || items.length === 0 ? undefined : headNote(items, since)}>
      {shown === null || shown === undefined ? (
        <p className="panel-words">{problem === null ? 'Reading…' : `Could not be read: ${problem}`}</p>
      ) : shown.length === 0 ? (
        <p className="panel-words">None seen{since}.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key.
        <section className="wide" tabIndex={0} aria-label="Handovers, newest first">
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
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {items !== null && !all && items.length > SHOWN_AT_FIRST ? (
        <p className="panel-words">
          <Button onClick={() => setAll(true)}>Show all {items.length}</Button>
        </p>
      ) : null}
    </Panel>
  );
}

function headNote(items: readonly Handover[], since: string): string {
  const unseen = items.filter((handover) => handover.cause === 'unseen').length;
  const seen = countOf(items.length - unseen, 'seen', 'seen');
  return `${seen}${unseen > 0 ? `, ${unseen} not seen` : ''}${since} · numbers match the chart`;
}

function Row({
  handover,
  context,
  look,
  number,
}: {
  handover: Handover;
  context: HandoverContext;
  look: HolderLook;
  number: number | undefined;
}) {
  const words = handoverWords(handover, context);
  return (
    <tr>
      <td>
        <span className="number">{number}</span>
      </td>
      <td title={formatDateTime(handover.at, context.zone)}>
        {formatMoment(handover.at, context.now, context.zone)}
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
