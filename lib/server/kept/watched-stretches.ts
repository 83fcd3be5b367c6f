/** What was watched without a gap, as the history keeps it: a blind spot ends one stretch and begins the next. */
import type { WatchedStretch } from '../../history/history.ts';
import type { ScopeFeed } from '../../lease/feed.ts';

export type WatchedStretches = {
  /** What is new since it was asked last: up to `provenAt` of each scope, and no further. */
  take(feeds: readonly ScopeFeed[]): WatchedStretch[];
  /** Begins anew at `now` (epoch ms): what was told before is not kept any more. */
  restart(now: number): void;
  /** What is under way at `now` (epoch ms): a live scope has been watched since its stretch began. */
  underWay(feeds: readonly ScopeFeed[], now: number): WatchedStretch[];
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

  return {
    take: (feeds) => feeds.flatMap(takeOne),
    restart(now) {
      for (const scope of open.keys()) open.set(scope, { from: Math.round(now), to: Math.round(now) });
    },
    underWay: (feeds, now) =>
      feeds.flatMap(({ namespace: scope, state, since, blindSpots }) => {
        if (state !== 'live') return [];
        const from = Math.max(open.get(scope)?.from ?? since, ...blindSpots.map((spot) => spot.to));
        return [{ scope, from: Math.round(from), to: Math.round(now) }];
      }),
  };
}
