'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { formatRough } from '../../lib/view/format.ts';
import { StatePage } from './state-page.tsx';
import { type Syncing, SyncingProgress, syncingTitle } from './syncing-progress.tsx';

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
