'use client';
import { useLive } from '../../lib/client/use-live.ts';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { Attempts } from './attempts.tsx';
import { RetryButton } from './retry.tsx';
import { StatePage } from './state-page.tsx';

/** The API server was never reached: nothing is known of this cluster. */
export function UnreachableState({ view }: { view: Extract<FeedView, { type: 'broken' }> }) {
  const server = useLive((state) => state.status?.cluster.server ?? null);
  return (
    <StatePage title="The API server cannot be reached">
      <p>
        Tenure has not had a single answer from{' '}
        {server === null ? 'it' : <span className="mono">{server}</span>}. Nothing is known of this cluster,
        so nothing is shown.
      </p>
      <p className="said mono">{view.error?.message ?? 'No error was reported yet.'}</p>
      {view.error === null || view.error.hint === '' ? null : <p>{view.error.hint}</p>}
      <div className="actions">
        <RetryButton ink label="Try now" />
        <Attempts scopes={view.scopes} />
      </div>
    </StatePage>
  );
}
