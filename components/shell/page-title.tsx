'use client';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { countCauses } from '../../lib/view/alert-groups.ts';
import { callingCount, countPrefix } from '../../lib/view/alert-signals.ts';
import { titlePrefix } from '../../lib/view/board-feed.ts';
import { windowTitle } from '../../lib/view/window-title.ts';
import { useFeedView } from './use-feed-view.ts';

/**
 * The window's title leads with "Stale" while what the page shows is not live, else with how many causes fire; not over
 * the history of another cluster.
 */
export function PageTitle({ title }: { title: string }) {
  const view = useFeedView();
  const other = useOtherCluster();
  const watched = useLive((state) => state.status?.cluster.name ?? null);
  const { groups } = useFiringAlerts();
  const prefix = countPrefix(titlePrefix(view), callingCount(countCauses(groups)));
  return <title>{windowTitle({ page: title, watched, other, prefix })}</title>;
}
