'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { FeedBanner } from '../shell/feed-banner.tsx';
import { feedState } from '../shell/feed-states.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import { useFeedView } from '../shell/use-feed-view.ts';
import { NodesLegend } from './nodes-legend.tsx';
import { NodesView } from './nodes-view.tsx';
import './nodes.css';

/** `/nodes`: the heartbeats of all nodes, and every clock that can be told. */
export function NodesPage() {
  const view = useFeedView();
  const isKnown = useLive((state) => (state.totals?.leases ?? 0) > 0);
  const instead = feedState(view, isKnown);
  return (
    <main>
      <PageTitle title="Nodes & clocks" />
      {instead ?? (
        <>
          <FeedBanner />
          <NodesView />
        </>
      )}
      <StatusBar legend={instead === null ? <NodesLegend /> : null} />
    </main>
  );
}
