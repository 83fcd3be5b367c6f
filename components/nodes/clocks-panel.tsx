'use client';
import { useState } from 'react';
import { useClocks } from '../../lib/client/use-nodes.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { CLOCK_TICKS, clockBar, clockPlace } from '../../lib/view/clock-axis.ts';
import { clockSure, intervalWords, restWords, unresolvedWords } from '../../lib/view/clock-words.ts';
import { countOf, formatCount } from '../../lib/view/format.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import type { ClockItem } from '../../lib/view/nodes.ts';
import { Explain } from '../ui/explain.tsx';
import { Identity } from '../ui/identity.tsx';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

const LISTED = 14;
const ALL = 1000;
/** 3 px of the narrowest axis. */
const LEAST = 0.008;

/** How far each clock is from the API server's, as the range that the evidence allows; worst first. */
export function ClocksPanel({
  select,
  selected,
  asOf,
}: {
  select: (name: string) => void;
  selected: string | null;
  /** Nothing is heard of any clock since, epoch ms: what was told until then stays. Null while something is. */
  asOf: number | null;
}) {
  const [limit, setLimit] = useState(LISTED);
  const { data: told, problem } = useClocks(limit);
  const [heard, setHeard] = useState(told);
  // An answer of none may have been made in the silence, of which this page was told later.
  if (asOf === null && told !== null && told.items.length > 0 && told !== heard) setHeard(told);
  const data = asOf === null ? told : (heard ?? told);
  const rest = data === null ? null : restWords(data.rest);
  // Told in the silence alone: what it says of clocks is of nothing that was heard.
  const isUnheard = asOf !== null && data?.items.length === 0;
  const unresolved = data === null || isUnheard ? null : unresolvedWords(data.unresolved);
  return (
    <Panel title="Clocks" note={<Note asOf={isUnheard ? null : asOf} />} aside={<WhatCanBeKnown />}>
      {data === null ? null : isUnheard ? (
        <p className="nd-words">Not known: nothing is heard now.</p>
      ) : data.items.length === 0 ? (
        <p className="nd-words">
          No clock can be told now: that takes renewals with a stamp of the API server’s, seen one after
          another.
        </p>
      ) : (
        <div className="nd-wide">
          <table className="plain nd-table nd-clocks">
            <thead>
              <tr>
                <th>Clock of</th>
                <th className="nd-axis">
                  <Axis />
                </th>
                <th className="r">Between</th>
                <th>How sure</th>
                <th className="r">Renewals</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((item) => (
                <tr
                  key={`${item.node} ${item.holder}`}
                  className={item.node !== null && item.node === selected ? 'meant' : undefined}
                >
                  <td>
                    <Whose item={item} select={select} />
                  </td>
                  <td className="nd-axis">
                    <Bar item={item} />
                  </td>
                  <td className="r">{intervalWords(item.offset)}</td>
                  <td>
                    <Sure item={item} />
                  </td>
                  <td className="r faint">{formatCount(item.offset.samples)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rest === null ? null : (
        <p className="nd-words">
          {rest}{' '}
          {limit === ALL || asOf !== null ? null : (
            <button type="button" className="link" onClick={() => setLimit(ALL)}>
              Show them
            </button>
          )}
        </p>
      )}
      {unresolved === null ? null : <p className="nd-words">{unresolved}</p>}
      {problem === null ? null : <p className="nd-words">Could not be read the last time: {problem}.</p>}
    </Panel>
  );
}

function Note({ asOf }: { asOf: number | null }) {
  const zone = useTimeZone();
  const now = useNow();
  const when = asOf === null ? '' : `; as of ${formatMoment(asOf, now ?? asOf, zone)}`;
  return `how far each is from the API server’s, as the range that the evidence allows; worst first${when}`;
}

function Whose({
  item: { node, holder, leases },
  select,
}: {
  item: ClockItem;
  select: (name: string) => void;
}) {
  return (
    <span className="nd-whose">
      {node === null ? (
        <Identity whole={holder ?? ''} />
      ) : (
        <button type="button" className="link mono" onClick={() => select(node)}>
          {node}
        </button>
      )}
      <small>{node === null ? 'holder' : `node, by ${countOf(leases, 'Lease')}`}</small>
    </span>
  );
}

function isWrong({ kind }: ClockItem): boolean {
  return kind !== 'near' && kind !== 'few';
}

function Sure({ item }: { item: ClockItem }) {
  const { what, why } = clockSure(item);
  return (
    <>
      <span className={isWrong(item) ? 'nd-late' : undefined}>{what}</span> <small>{why}</small>
    </>
  );
}

function Axis() {
  return (
    <svg className="nd-ticks" aria-hidden="true">
      {CLOCK_TICKS.map(({ ms, text }) => (
        <text key={ms} x={`${100 * clockPlace(ms)}%`} y="12" textAnchor="middle">
          {text}
        </text>
      ))}
    </svg>
  );
}

function Bar({ item: { kind, offset } }: { item: ClockItem }) {
  const { from, width } = clockBar(offset, LEAST);
  return (
    <svg className="nd-interval" role="img" aria-label={intervalWords(offset)}>
      {CLOCK_TICKS.map(({ ms }) => (
        <line
          key={ms}
          className={ms === 0 ? 'zero' : undefined}
          x1={`${100 * clockPlace(ms)}%`}
          x2={`${100 * clockPlace(ms)}%`}
          y1="0"
          y2="100%"
        />
      ))}
      <rect className={kind} x={`${100 * from}%`} width={`${100 * width}%`} y="8" height="10" />
    </svg>
  );
}

function WhatCanBeKnown() {
  return (
    <Explain
      tip={
        <>
          Each renewal carries the holder’s time and the API server’s stamp, cut to the second. Together many
          of them bound how far the two clocks are apart: the lower side is certain, the upper one but for the
          time that the fastest request took. Intervals begin a second wide and close as renewals come in;
          what runs on one node shares its clock. Nothing here was measured on the nodes themselves.
        </>
      }
    >
      What can be known?
    </Explain>
  );
}
