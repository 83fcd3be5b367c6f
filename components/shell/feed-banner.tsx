'use client';
import type { ReactNode } from 'react';
import { useLink } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { formatDurationInWords } from '../../lib/view/format.ts';
import { asSentence } from '../../lib/view/history-words.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { Button } from '../ui/button.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { Attempts } from './attempts.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { SyncingProgress, syncingTitle } from './state-syncing.tsx';
import { useFeedView } from './use-feed-view.ts';

/** Loaded when a feed is broken: then Tenure itself answers. */
const RetryButton = lazyPart(
  async () => (await import('./retry.tsx')).RetryButton,
  ({ label }) => <Button disabled>{label}</Button>,
);

type Broken = Extract<FeedView, { type: 'broken' }>;

/** Above a page that still shows what was known: which link broke, since when, and what is done about it. */
export function FeedBanner() {
  const view = useFeedView();
  const link = useLink();
  const now = useNow();
  const zone = useTimeZone();
  if (now === null) return null;
  const time = (at: number): string => formatMoment(at, now, zone);
  if (link.type === 'signed-out')
    return (
      <Banner
        title={`You are signed out.${view.type === 'lost' ? ` Everything below is as of ${time(view.asOf)}.` : ''}`}
        actions={<SignInAgain />}
      >
        Tenure no longer knows who asks: the session is over or was ended, or the token was revoked.
      </Banner>
    );
  switch (view.type) {
    case 'live':
    case 'connecting':
      return null;
    case 'syncing':
      return (
        <section className="banner quiet" aria-label="First list">
          <StateGlyph state="unknown" />
          <div>
            <h2>{syncingTitle(view)}</h2>
            <SyncingProgress view={view} />
          </div>
        </section>
      );
    case 'lost':
      return (
        <Banner
          title={`No word from Tenure for ${formatDurationInWords(now - view.heardAt)}. Everything below is as of ${time(view.asOf)}.`}
        >
          This browser does not hear Tenure’s server; whether the API server is well is not known. The page
          keeps trying and comes back by itself.
          {view.problem === null ? null : (
            <>
              {' '}
              Last error: <span className="mono">{view.problem}</span>
            </>
          )}
        </Banner>
      );
    case 'broken':
      return view.kind === 'unconfigured' ? null : <BrokenBanner view={view} now={now} time={time} />;
  }
}

const WHY: Record<Broken['kind'], string> = {
  stale: 'Nothing is known since: a Lease may have moved, expired or been released.',
  unreachable: 'Nothing is known since: a Lease may have moved, expired or been released.',
  forbidden: 'The API server no longer lets Tenure read Leases (403). Nothing is known since.',
  unauthorized: 'The API server no longer accepts Tenure’s credentials (401). Nothing is known since.',
  unconfigured: '',
};

/** An API server that refuses is not silent. */
const NEWS: Record<Broken['kind'], string> = {
  stale: 'No word from the API server',
  unreachable: 'No word from the API server',
  forbidden: 'The API server has told Tenure nothing',
  unauthorized: 'The API server has told Tenure nothing',
  unconfigured: '',
};

function BrokenBanner({ view, now, time }: { view: Broken; now: number; time: (at: number) => string }) {
  const namespaces = view.scopes.flatMap(({ namespace }) => namespace ?? []);
  const where = namespaces.length === 0 ? '' : ` about ${namespaces.join(', ')}`;
  const what = namespaces.length === 0 ? 'Everything below' : 'What is below of it';
  const title =
    view.asOf === null
      ? `Not a word from the API server${where} yet.`
      : `${NEWS[view.kind]}${where} for ${formatDurationInWords(now - view.asOf)}. ${what} is as of ${time(view.asOf)}.`;
  return (
    <Banner title={title} actions={<RetryButton label="Try now" />}>
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
    </Banner>
  );
}

function Banner({ title, children, actions }: { title: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <section className="banner" aria-label="Stale">
      <StateGlyph state="unknown" />
      <div>
        <h2>{title}</h2>
        <p>{children}</p>
      </div>
      {actions === undefined ? null : <div className="actions">{actions}</div>}
    </section>
  );
}
