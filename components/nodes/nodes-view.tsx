'use client';
import { useMemo } from 'react';
import { useLive } from '../../lib/client/use-live.ts';
import { useHeat } from '../../lib/client/use-nodes.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { shownAsOf } from '../../lib/view/board-feed.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { type HeatCell, heatCells, heatPools, heatWords } from '../../lib/view/node-heat.ts';
import { isAllSilent, isSilent } from '../../lib/view/node-silence.ts';
import { useFeedView } from '../shell/use-feed-view.ts';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { ClocksPanel } from './clocks-panel.tsx';
import { HeatCanvas, MOST_DRAWN_SINGLY } from './heat-canvas.tsx';
import { HeatMap } from './heat-map.tsx';
import { NodePanel } from './node-panel.tsx';
import { ServersPanel } from './servers-panel.tsx';
import { TroublePanel } from './trouble-panel.tsx';
import { useNodesUrl } from './use-nodes-url.ts';

export function NodesView() {
  const { url, setUrl } = useNodesUrl();
  const view = useFeedView();
  const heat = useHeat();
  const select = (name: string): void => void setUrl({ node: name === url.node ? null : name });
  const part = url.q.trim().toLowerCase();
  const feed = useLive((state) => state.feed);
  const lost = view.type === 'lost';
  const asOf = shownAsOf(view);
  // Each panel asks for itself, and would go on for a while with what it was told before.
  const silent = lost || isSilent(feed, 'kube-node-lease');
  // The page renders at every word of the feed; 60,000 cells are made and drawn anew only when they changed.
  const all = useMemo(() => {
    if (heat.data === null) return null;
    const found = heatCells(heat.data);
    return silent ? found.map(asUnknown) : found;
  }, [heat.data, silent]);
  const cells = useMemo(
    () => all?.filter(({ name }) => name.toLowerCase().includes(part)) ?? null,
    [all, part],
  );
  const known = all?.some(({ mark }) => mark !== 'unknown') ?? false;
  return (
    <div className="page nd-page">
      <div className="page-bar">
        <h1>Nodes &amp; clocks</h1>
        <span>{all === null ? 'Reading…' : heatWords(all)}</span>
        {heat.problem === null ? null : (
          <span role="status">Could not be read the last time: {heat.problem}.</span>
        )}
        <span className="page-push" />
        <label className="nd-find">
          find
          <input
            type="search"
            value={url.q}
            placeholder="part of a node’s name"
            onChange={(event) => void setUrl({ q: event.target.value === '' ? null : event.target.value })}
          />
        </label>
      </div>
      <div className="nd-top">
        <div className="nd-side">
          <Panel title="Heartbeats" note={<HeatNote asOf={known ? (heat.data?.asOf ?? null) : null} />}>
            {cells === null ? null : cells.length === 0 ? (
              <p className="nd-words">{emptyWords(all ?? [], url.q)}</p>
            ) : cells.length > MOST_DRAWN_SINGLY ? (
              <HeatCanvas cells={cells} selected={url.node} select={select} />
            ) : (
              <HeatMap pools={heatPools(cells)} selected={url.node} select={select} />
            )}
          </Panel>
          <ServersPanel silent={lost || isSilent(feed, 'kube-system')} />
        </div>
        <div className="nd-side">
          {url.node === null ? null : (
            // Another node is another panel: what was read of the one before says nothing of it.
            <div key={url.node} ref={bringIntoSight}>
              <NodePanel
                name={url.node}
                silent={silent}
                asOf={asOf}
                close={() => void setUrl({ node: null })}
              />
            </div>
          )}
          <TroublePanel total={all?.length ?? null} silent={silent} select={select} selected={url.node} />
        </div>
      </div>
      <ClocksPanel select={select} selected={url.node} asOf={lost || isAllSilent(feed) ? asOf : null} />
    </div>
  );
}

/** Where all stands in one column it was chosen a screen above or below. */
function bringIntoSight(panel: HTMLElement | null): void {
  panel?.scrollIntoView({ block: 'nearest' });
}

/** Of what is not heard of any more nothing is known. */
function asUnknown(cell: HeatCell): HeatCell {
  return { ...cell, mark: 'unknown', clockOff: false };
}

function emptyWords(all: readonly HeatCell[], q: string): string {
  return all.length === 0
    ? 'No node sends a heartbeat here: there is no Lease of a node in kube-node-lease, or that namespace is not watched, or not yours to see.'
    : `None of ${all.length} nodes has “${q}” in its name.`;
}

/** Alone, for the cells are not drawn anew at each second. */
function HeatNote({ asOf }: { asOf: number | null }) {
  const zone = useTimeZone();
  const now = useNow();
  const when = asOf === null ? '' : `; as of ${formatMoment(asOf, now ?? asOf, zone)}`;
  return `one cell a node; each renews about every 10 s, 40 s are allowed${when}`;
}
