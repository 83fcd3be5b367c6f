'use client';
import { useTroubledNodes } from '../../lib/client/use-nodes.ts';
import { formatCount, formatDuration, formatLimit } from '../../lib/view/format.ts';
import type { NodeItem } from '../../lib/view/nodes.ts';
import { Panel } from '../ui/panel.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';

/** Nodes whose heartbeats are not in time, worst first: the map's facts as a table. */
export function TroublePanel({
  total,
  select,
  selected,
}: {
  /** How many nodes there are; null before that is known. */
  total: number | null;
  select: (name: string) => void;
  selected: string | null;
}) {
  const { data, problem } = useTroubledNodes();
  if (data === null || total === 0) return null;
  const { items, nextCursor } = data;
  return (
    <Panel title="Late heartbeats" note={items.length === 0 ? undefined : 'worst first'}>
      {items.length === 0 ? (
        <p className="nd-words">
          None: {total === null ? 'every node' : `all ${formatCount(total)}`} sent a heartbeat in time.
        </p>
      ) : (
        <div className="nd-wide">
          <table className="plain nd-table">
            <thead>
              <tr>
                <th>Heartbeat</th>
                <th>Node</th>
                <th className="r">Silent for</th>
                <th className="r">Holds</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.name} className={item.name === selected ? 'meant' : undefined}>
                  <td>
                    <span className="nd-state">
                      <StateGlyph state={item.state} />
                      <span className={`nd-${item.state}`}>{wordOf(item)}</span>
                    </span>
                  </td>
                  <td>
                    <button type="button" className="link mono" onClick={() => select(item.name)}>
                      {item.name}
                    </button>
                  </td>
                  <td className="r">
                    <Silence item={item} />
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

function wordOf({ state }: NodeItem): string {
  return state === 'unknown' ? 'not known' : state === 'vacant' ? 'nobody' : state;
}

function Silence({ item: { state, ageMs, ageCertain, durationMs } }: { item: NodeItem }) {
  if (ageMs === null) return 'not known';
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
