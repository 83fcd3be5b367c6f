/** What was watched without a gap, as the history keeps it: a blind spot ends one stretch and begins the next. */
import type { WatchedStretch } from '../history/history.ts';
import type { ScopeFeed } from '../lease/feed.ts';

export type WatchedStretches = {
  /** What is new since it was asked last: up to `provenAt` of each scope, and no further. */
  take(feeds: readonly ScopeFeed[]): WatchedStretch[];
};

export function createWatchedStretches(): WatchedStretches {
  /** By scope: where the stretch under way began, and how far it has been told. */
  const open = new Map<string | null, { from: number; to: number }>();

  function takeOne(feed: ScopeFeed): WatchedStretch[] {
    const { namespace: scope, provenAt, state, since } = feed;
    if (provenAt === null) return [];
    const told: WatchedStretch[] = [];
    let stretch = open.get(scope);
    if (stretch === undefined) {
      // Nothing is whole before the first list is complete.
      if (state !== 'live') return [];
      stretch = { from: Math.round(since), to: Math.round(since) };
      open.set(scope, stretch);
    }
    for (const spot of feed.blindSpots) {
      if (spot.to <= stretch.from) continue;
      const to = Math.round(Math.max(stretch.from, spot.from));
      if (to > stretch.to) told.push({ scope, from: stretch.from, to });
      stretch = { from: Math.round(spot.to), to: Math.round(spot.to) };
      open.set(scope, stretch);
    }
    const to = Math.floor(provenAt);
    if (to > stretch.to) {
      stretch.to = to;
      told.push({ scope, from: stretch.from, to });
    }
    return told;
  }

  return { take: (feeds) => feeds.flatMap(takeOne) };
}

/** The part of it that is under way: a live scope is watched from where it was last proved until now (epoch ms). */
export function watchingNow(feeds: readonly ScopeFeed[], now: number): WatchedStretch[] {
  return feeds.flatMap(({ namespace: scope, state, provenAt }) =>
    state === 'live' && provenAt !== null
      ? [{ scope, from: Math.floor(provenAt) - 1, to: Math.max(Math.round(now), Math.ceil(provenAt)) }]
      : [],
  );
}
