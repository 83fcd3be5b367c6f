'use client';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { FeedBanner } from '../shell/feed-banner.tsx';
import { feedState } from '../shell/feed-states.tsx';
import { KeptNotice } from '../shell/kept-notice.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import { useFeedView } from '../shell/use-feed-view.ts';
import { TimelineLegend } from './timeline-legend.tsx';
import { TimelineView } from './timeline-view.tsx';
import './timeline.css';

/** `/timeline`: the past can be read whatever the feed does; only without a cluster there is none. */
export function TimelinePage() {
  const view = useFeedView();
  const other = useOtherCluster();
  const hasNone = other === null && view.type === 'broken' && view.kind === 'unconfigured';
  return (
    <main>
      <PageTitle title="Timeline" />
      {hasNone ? (
        feedState(view, false)
      ) : (
        <>
          {other === null ? <FeedBanner /> : <KeptNotice path="/timeline" />}
          <TimelineView key={other?.id ?? ''} />
        </>
      )}
      <StatusBar legend={hasNone ? null : <TimelineLegend />} />
    </main>
  );
}
