'use client';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { Attempts } from './attempts.tsx';
import { RetryButton } from './retry.tsx';
import { StatePage } from './state-page.tsx';

export function UnauthorizedState({ view }: { view: Extract<FeedView, { type: 'broken' }> }) {
  return (
    <StatePage title="The API server does not accept Tenure’s credentials">
      <p>It answered 401, so the token or certificate is missing, expired or from another cluster:</p>
      <p className="said mono">{view.error?.message ?? 'It gave no reason.'}</p>
      {view.error === null || view.error.hint === '' ? null : <p>{view.error.hint}</p>}
      <p>
        In a cluster, check that the Pod’s service account token is mounted. With a kubeconfig, check that{' '}
        <span className="mono">kubectl get leases -A</span> works with the same file and context. Credentials
        are read anew at every attempt; no restart needed.
      </p>
      <div className="actions">
        <RetryButton ink label="Try now" />
        <Attempts scopes={view.scopes} />
      </div>
    </StatePage>
  );
}
