'use client';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { asSentence } from '../../lib/view/history-words.ts';
import { Attempts } from './attempts.tsx';

type Broken = Extract<FeedView, { type: 'broken' }>;

const WHY: Record<Broken['kind'], string> = {
  stale: 'Nothing is known since: a Lease may have moved, expired or been released.',
  unreachable: 'Nothing is known since: a Lease may have moved, expired or been released.',
  forbidden: 'The API server no longer lets Tenure read Leases (403). Nothing is known since.',
  unauthorized: 'The API server no longer accepts Tenure’s credentials (401). Nothing is known since.',
  unconfigured: '',
};

/** What a broken feed means, what the API server said, and when it is tried again. */
export function BrokenWhy({ view }: { view: Broken }) {
  return (
    <>
      {WHY[view.kind]}{' '}
      {view.error === null ? null : (
        <>
          Last error: <span className="mono">{view.error.message}</span>,{' '}
        </>
      )}
      <Attempts scopes={view.scopes} />.
      {view.error === null || view.error.hint === '' ? null : (
        <span className="hint">{asSentence(view.error.hint)}</span>
      )}
    </>
  );
}
