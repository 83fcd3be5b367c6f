'use client';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { FeedBanner } from '../shell/feed-banner.tsx';
import { feedState } from '../shell/feed-states.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import { useFeedView } from '../shell/use-feed-view.ts';
import { AlertsLegend } from './alerts-legend.tsx';
import { AlertsView } from './alerts-view.tsx';

/** `/alerts`: what is wrong can be read whatever the feed does; only without a cluster nothing is judged. */
export function AlertsPage() {
  const view = useFeedView();
  const firing = useFiringAlerts();
  const hasNone = view.type === 'broken' && view.kind === 'unconfigured';
  const instead = hasNone || firing.asOf === null ? feedState(view, false) : null;
  return (
    <main>
      <PageTitle title="Alerts" />
      {instead ?? (
        <>
          <FeedBanner />
          <AlertsView firing={firing} />
        </>
      )}
      <StatusBar legend={instead === null ? <AlertsLegend /> : null} />
    </main>
  );
}
