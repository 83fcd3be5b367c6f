'use client';
import { useMemo } from 'react';
import { useLink, useLive, useLost } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { type FeedView, feedView } from '../../lib/view/board-feed.ts';
import { createJudge, type Judge } from '../../lib/view/board-judge.ts';

/** What to say about the connection, on every page. */
export function useFeedView(): FeedView {
  const feed = useLive((state) => state.feed);
  const heardAt = useLive((state) => state.heardAt);
  const lost = useLost();
  const { problem } = useLink();
  return feedView({ feed, heardAt, lost, problem });
}

/** Judges rows as of now, anew each second and at every message; null before Tenure has spoken. */
export function useJudge(): Judge | null {
  const now = useNow();
  const feed = useLive((state) => state.feed);
  const provenAt = useLive((state) => state.provenAt);
  const heardAt = useLive((state) => state.heardAt);
  const lost = useLost();
  const lostAt = lost ? heardAt : null;
  return useMemo(
    () => (feed === null || now === null ? null : createJudge({ feed, provenAt, now, lostAt })),
    [feed, provenAt, now, lostAt],
  );
}
