'use client';
import { useTroubledNodes } from '../../lib/client/use-nodes.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { formatCount, formatDuration, formatLimit, type TimeZone } from '../../lib/view/format.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { HEARTBEAT_WORDS, type NodeItem, nobodySince } from '../../lib/view/nodes.ts';
import { Panel } from '../ui/panel.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

/** Nodes whose heartbeats are not in time, worst first: the map's facts as a table. */
export function TroublePanel({
  total,
  silent,
  select,
  selected,
}: {
  /** How many nodes there are; null before that is known. */
  total: number | null;
  /** Nothing is heard of nodes now. */
  silent: boolean;
  select: (name: string) => void;
  selected: string | null;
}) {
  const { data, problem } = useTroubledNodes();
  if (data === null || total === 0) return null;
  const { nextCursor, asOf } = data;
  const items = data.items.map((item): NodeItem => (silent ? { ...item, state: 'unknown' } : item));
  const allUnknown = items.length > 0 && items.every(({ state }) => state === 'unknown');
  return (
    <Panel
      title={allUnknown ? 'Heartbeats not known' : 'Late heartbeats'}
      note={items.length === 0 ? undefined : allUnknown ? 'longest unheard first' : 'worst first'}
    >
      {items.length === 0 ? (
        <p className="nd-words">
          {silent
            ? 'Not known: nothing is heard of them now.'
            : `None: ${total === null ? 'every node' : `all ${formatCount(total)}`} sent a heartbeat in time.`}
        </p>
      ) : (
        <div className="nd-wide">
          <table className="plain nd-table">
            <thead>
              <tr>
                <th>Heartbeat</th>
                <th>Node</th>
                <th className="r">{allUnknown ? 'Last seen at' : 'Silent for'}</th>
                <th className="r">Holds</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.name} className={item.name === selected ? 'meant' : undefined}>
                  <td>
                    <span className="nd-state">
                      <StateGlyph state={item.state} />
                      <span className={`nd-${item.state}`}>{HEARTBEAT_WORDS[item.state]}</span>
                    </span>
                  </td>
                  <td>
                    <button type="button" className="link mono" onClick={() => select(item.name)}>
                      {item.name}
                    </button>
                  </td>
                  <td className="r">
                    <Silence item={item} asOf={asOf} words={allUnknown ? '' : 'last seen at '} />
                  </td>
                  <td className="r">{item.holds.length === 0 ? '–' : item.holds.length}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {nextCursor === null ? null : <p className="nd-words">There are more; the map shows all.</p>}
        </div>
      )}
      {problem === null ? null : <p className="nd-words">Could not be read the last time: {problem}.</p>}
    </Panel>
  );
}

function Silence({
  item,
  asOf,
  words,
}: {
  item: NodeItem;
  /** Epoch ms. */
  asOf: number;
  /** What stands before the time where the head of the column does not say it. */
  words: string;
}) {
  const { state, ageMs, ageCertain, durationMs, lastRenewalAt } = item;
  if (ageMs === null || lastRenewalAt === null) return 'not known';
  // It is Tenure that does not hear; whether the node is silent is what nobody knows.
  if (state === 'unknown')
    return (
      <>
        {words}
        <Told asOf={asOf} words={(now, zone) => formatMoment(lastRenewalAt, now, zone)} />
      </>
    );
  if (state === 'vacant')
    return (
      <Told asOf={asOf} words={(now, zone) => `nobody ${nobodySince(lastRenewalAt, item, now, zone)}`} />
    );
  return (
    <>
      <b className={`nd-${state}`}>
        {ageCertain ? '' : '~'}
        {formatDuration(ageMs)}
      </b>
      {durationMs === null ? null : <span className="faint"> of {formatLimit(durationMs)}</span>}
    </>
  );
}

/** Alone, for it is drawn anew each second. */
function Told({ asOf, words }: { asOf: number; words: (now: number, zone: TimeZone) => string }) {
  const zone = useTimeZone();
  return words(useNow() ?? asOf, zone);
}
