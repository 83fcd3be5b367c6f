'use client';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { countCauses } from '../../lib/view/alert-groups.ts';
import { callingCount, countPrefix } from '../../lib/view/alert-signals.ts';
import { titlePrefix } from '../../lib/view/board-feed.ts';
import { useFeedView } from './use-feed-view.ts';

/** The window's title leads with "Stale" while what the page shows is not live, else with how many causes fire. */
export function PageTitle({ title }: { title: string }) {
  const view = useFeedView();
  const cluster = useLive((state) => state.status?.cluster.name ?? null);
  const { groups } = useFiringAlerts();
  const prefix = countPrefix(titlePrefix(view), callingCount(countCauses(groups)));
  return <title>{`${prefix}${title}${cluster === null ? '' : ` · ${cluster}`} · Tenure`}</title>;
}
