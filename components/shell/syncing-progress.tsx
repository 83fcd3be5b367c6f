import type { FeedView } from '../../lib/view/board-feed.ts';
import { formatCount } from '../../lib/view/format.ts';

export type Syncing = Extract<FeedView, { type: 'syncing' }>;

/** The share read so far, in percent; null while the server has not said how many there are. */
function syncedPercent(view: Syncing): number | null {
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
