/** Keeps one scope's ScopeFeed and tells of its changes: states at once, progress at most ten times a second. */
import { type BlindSpot, blankFeed, type FeedError, type FeedState, type ScopeFeed } from '../lease/feed.ts';

const PROGRESS_MS = 100;
const DAY_MS = 24 * 60 * 60_000;

export type FeedKeeper = {
  /** A copy, as of now. */
  current(): ScopeFeed;
  /** The state as last told. */
  state(): FeedState;
  to(state: FeedState, change?: Partial<Pick<ScopeFeed, 'lastError' | 'attempt' | 'nextAttemptAt'>>): void;
  progress(done: number, total: number | null): void;
  /** The API server said something on the watch. Cheap: called for every event. */
  heard(at: number): void;
  proved(at: number): void;
  provenAt(): number | null;
  reconnected(): void;
  blind(spot: BlindSpot): void;
};

export function createFeedKeeper(options: {
  namespace: string | null;
  clock: { now(): number };
  tell: (feed: ScopeFeed) => void;
}): FeedKeeper {
  const { clock, tell } = options;
  let toldAt = Number.NEGATIVE_INFINITY;
  const feed: ScopeFeed = blankFeed(options.namespace, 'starting', clock.now());

  function current(): ScopeFeed {
    const oldest = clock.now() - DAY_MS;
    feed.blindSpots = feed.blindSpots.filter((spot) => spot.to >= oldest);
    return { ...feed, blindSpots: [...feed.blindSpots] };
  }
  function emit(): void {
    toldAt = clock.now();
    tell(current());
  }

  return {
    current,
    state: () => feed.state,
    to(state, change = {}) {
      const error = change.lastError;
      const same =
        feed.state === state &&
        (change.attempt ?? feed.attempt) === feed.attempt &&
        (change.nextAttemptAt === undefined || change.nextAttemptAt === feed.nextAttemptAt) &&
        (error === undefined || sameError(error, feed.lastError));
      if (same) return;
      if (feed.state !== state) feed.since = clock.now();
      if (feed.state === 'live' && state !== 'live') feed.lostAt = feed.provenAt;
      feed.state = state;
      Object.assign(feed, change);
      emit();
    },
    progress(done, total) {
      feed.done = done;
      feed.total = total;
      if (clock.now() - toldAt >= PROGRESS_MS) emit();
    },
    heard(at) {
      feed.lastEventAt = at;
    },
    proved(at) {
      if (feed.provenAt === null || at > feed.provenAt) feed.provenAt = at;
    },
    provenAt: () => feed.provenAt,
    reconnected() {
      feed.reconnects += 1;
    },
    blind(spot) {
      feed.blindSpots.push(spot);
    },
  };
}

function sameError(one: FeedError | null, other: FeedError | null): boolean {
  return one?.code === other?.code && one?.message === other?.message;
}
