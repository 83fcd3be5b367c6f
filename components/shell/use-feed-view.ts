'use client';
import { useMemo } from 'react';
import { liveStore } from '../../lib/client/live-store.ts';
import { useLink, useLive, useLost } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { type FeedView, feedView } from '../../lib/view/board-feed.ts';
import { createJudge, type Judge } from '../../lib/view/board-judge.ts';

/** What to say about the connection, on every page. */
export function useFeedView(): FeedView {
  const feed = useLive((state) => state.feed);
  const lost = useLost();
  // When it was heard moves with every message, and so would the page.
  const lostAt = useLive((state) => (lost ? state.heardAt : null));
  const { problem } = useLink();
  return feedView({ feed, lostAt, problem });
}

/**
 * Judges rows as of now, anew each second; null before Tenure has spoken. While the connection is broken nobody can
 * know whether a Lease was renewed: time stands still.
 */
export function useJudge(): Judge | null {
  const now = useNow();
  const feed = useLive((state) => state.feed);
  const lost = useLost();
  const link = useLink().type;
  const broken = link === 'connecting' || link === 'signed-out';
  return useMemo(() => {
    if (feed === null || now === null) return null;
    // Read at each tick and not subscribed to: they move with every message, and nothing is judged in between.
    const { provenAt, heardAt } = liveStore.state();
    const until = broken && heardAt !== null ? Math.min(now, heardAt) : now;
    return createJudge({ feed, provenAt, now: until, lostAt: lost ? heardAt : null });
  }, [feed, now, lost, broken]);
}
