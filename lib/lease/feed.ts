/**
 * The health of what Tenure knows the cluster by: one list-and-watch of Leases (`docs/api.md`, "Feed").
 * A Lease is judged only by a live feed: silence of the watch is never silence of a holder.
 */

/** From worst to best, the order in which several scopes are summed up. */
export const FEED_STATES = [
  'unconfigured',
  'forbidden',
  'unauthorized',
  'unreachable',
  'stale',
  'syncing',
  'starting',
  'live',
] as const;
export type FeedState = (typeof FEED_STATES)[number];

/** What last went wrong: a machine's word, the server's own message, and what a person can do. */
export type FeedError = { code: string; message: string; hint: string };

/** A stretch of unwatched time; a change inside it may have been missed. Epoch ms. */
export type BlindSpot = { from: number; to: number };

export type ScopeFeed = {
  /** The watched namespace, null for the whole cluster. */
  namespace: string | null;
  state: FeedState;
  /** Since when in this state, epoch ms. */
  since: number;
  /** Leases read by the list under way or done last; total is null while the server has not said. */
  done: number;
  total: number | null;
  /** When the API server last said anything on this watch (event or bookmark), epoch ms. */
  lastEventAt: number | null;
  /**
   * Everything the API server had accepted by then has been seen here: an event or bookmark that
   * arrived, or a probe that agreed (field guide §10). Nothing turns expired later than this. Epoch ms.
   */
  provenAt: number | null;
  /** `provenAt` when the feed was last lost; null while it never was. Epoch ms. */
  lostAt: number | null;
  /** When the next attempt is due while not connected, epoch ms. */
  nextAttemptAt: number | null;
  attempt: number;
  lastError: FeedError | null;
  reconnects: number;
  /** The last 24 h. */
  blindSpots: BlindSpot[];
};

/** The sum of all scopes: the worst state, the sums of the counts. */
export type Feed = Omit<ScopeFeed, 'namespace'> & { scopes: ScopeFeed[] };

/** A Lease may be judged by this feed: its ages are true and its states mean something. */
export function isLive(state: FeedState): boolean {
  return state === 'live';
}

/** A feed of which nothing is known yet. */
export function blankFeed(namespace: string | null, state: FeedState, since: number): ScopeFeed {
  return {
    namespace,
    state,
    since,
    done: 0,
    total: null,
    lastEventAt: null,
    provenAt: null,
    lostAt: null,
    nextAttemptAt: null,
    attempt: 0,
    lastError: null,
    reconnects: 0,
    blindSpots: [],
  };
}
