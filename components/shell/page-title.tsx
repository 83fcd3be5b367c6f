'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { titlePrefix } from '../../lib/view/board-feed.ts';
import { useFeedView } from './use-feed-view.ts';

/** The window's title leads with "Stale" while what the page shows is not live. */
export function PageTitle({ title }: { title: string }) {
  const view = useFeedView();
  const cluster = useLive((state) => state.status?.cluster.name ?? null);
  return <title>{`${titlePrefix(view)}${title}${cluster === null ? '' : ` · ${cluster}`} · Tenure`}</title>;
}
