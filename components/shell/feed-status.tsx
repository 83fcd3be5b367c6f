'use client';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { useLink } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { BrokenKind, FeedView } from '../../lib/view/board-feed.ts';
import { formatCount, formatDurationInWords } from '../../lib/view/format.ts';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useFeedView } from './use-feed-view.ts';

const BROKEN_WORDS: Record<Exclude<BrokenKind, 'stale'>, string> = {
  unconfigured: 'No cluster',
  forbidden: 'Forbidden',
  unauthorized: 'Not let in',
  unreachable: 'Unreachable',
};

type Said = { tone: '' | 'stale'; text: string; hint: string };

/** `now`: Tenure's time, epoch ms. */
function say(view: FeedView, now: number): Said {
  switch (view.type) {
    case 'connecting':
      return { tone: '', text: 'Connecting', hint: 'The browser is connecting to Tenure' };
    case 'live':
      return { tone: '', text: 'Live', hint: 'Tenure watches the API server, and the browser hears Tenure' };
    case 'syncing':
      return {
        tone: '',
        text: `Reading ${formatCount(view.done)}`,
        hint: 'Tenure reads the first list of Leases',
      };
    case 'lost':
      return {
        tone: 'stale',
        text: `Stale ${formatDurationInWords(now - view.asOf)}`,
        hint: 'The browser no longer hears Tenure',
      };
    case 'broken':
      if (view.kind !== 'stale' && view.asOf === null) {
        return { tone: view.kind === 'unconfigured' ? '' : 'stale', text: BROKEN_WORDS[view.kind], hint: '' };
      }
      return {
        tone: 'stale',
        text: view.asOf === null ? 'Stale' : `Stale ${formatDurationInWords(now - view.asOf)}`,
        hint: 'Tenure no longer hears the API server',
      };
  }
}

const SIGNED_OUT: Said = { tone: 'stale', text: 'Signed out', hint: 'Tenure no longer knows who asks' };

/** "Is this live?", beside the cluster's name. Not a live region: the banner announces a change once. */
export function FeedStatus() {
  const view = useFeedView();
  const link = useLink();
  const now = useNow();
  const other = useOtherCluster();
  if (other !== null && link.type !== 'signed-out')
    return (
      <span className="feed" title="What is shown was kept by another Tenure; nothing of it is live">
        <StateGlyph state="unknown" />
        Kept
      </span>
    );
  const { tone, text, hint } = link.type === 'signed-out' ? SIGNED_OUT : say(view, now ?? 0);
  return (
    <span className={`feed ${tone}`} title={hint}>
      {view.type === 'live' ? <i aria-hidden="true" /> : <StateGlyph state="unknown" />}
      {text}
    </span>
  );
}
