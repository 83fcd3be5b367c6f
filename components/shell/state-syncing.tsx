'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { formatCount, formatRough } from '../../lib/view/format.ts';
import { StatePage } from './state-page.tsx';

type Syncing = Extract<FeedView, { type: 'syncing' }>;

/** The share read so far, in percent; null while the server has not said how many there are. */
export function syncedPercent(view: Syncing): number | null {
  return view.total === null || view.total === 0 ? null : Math.min(100, (view.done / view.total) * 100);
}

export function syncingTitle(view: Syncing): string {
  if (view.done === 0) return 'Reading Leases';
  const of = view.total === null ? ' so far' : ` of about ${formatCount(view.total)}`;
  return `Reading Leases: ${formatCount(view.done)}${of}`;
}

export function SyncingProgress({ view }: { view: Syncing }) {
  const percent = syncedPercent(view);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label="Leases read"
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': Math.round(percent) })}
    >
      <i style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}

export function SyncingState({ view }: { view: Syncing }) {
  const now = useNow();
  const server = useLive((state) => state.status?.cluster.server ?? null);
  return (
    <StatePage title={syncingTitle(view)}>
      <SyncingProgress view={view} />
      <p>
        The first list is on its way{server === null ? '' : ' from '}
        {server === null ? null : <span className="mono">{server}</span>}
        {now === null ? '' : `, for ${formatRough(now - view.since)} so far`}. What arrives can be used at
        once; ages start at “not known” until each Lease is seen to change.
      </p>
    </StatePage>
  );
}
