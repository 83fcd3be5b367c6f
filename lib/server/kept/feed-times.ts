/** Up to when Leases are watched, and what of it is known by now, scope by scope. Epoch ms. */
import type { LeaseBook } from '../../lease/book.ts';
import type { ScopeFeed } from '../../lease/feed.ts';
import type { TrackedLease } from '../../lease/tracked.ts';

/** Renewals come each few seconds, and a minute is summed up later than that. */
const HEARD_AT_ONCE_MS = 3000;
/** Nobody waits for longer for a watch that is silent or broken: no API server remembers more to go on from. */
const HEARD_WITHIN_MS = 540_000;

export type FeedTimes = {
  /** Up to where its scope is watched; null while it is not. */
  seenUntil(lease: TrackedLease): number | null;
  /** `at`, or up to where it was watched before: while it is caught up with, not all that came before is known. */
  seenBy(lease: TrackedLease, at: number): number;
  /** Null while it is not watched. */
  liveSince(lease: TrackedLease): number | null;
  /**
   * By when all has arrived that happened before it: what a watch that is silent or broken brings later is of then. One
   * under which nobody elects is quiet by itself.
   */
  heardUntil(at: number): number;
};

export function createFeedTimes(
  feeds: () => readonly ScopeFeed[],
  book: Pick<LeaseBook, 'elections'>,
): FeedTimes {
  const live = ({ scope }: TrackedLease): ScopeFeed | null => {
    const feed = feeds()[scope];
    return feed?.state === 'live' ? feed : null;
  };
  return {
    seenUntil: (lease) => live(lease)?.provenAt ?? null,
    seenBy({ scope }, at) {
      const feed = feeds()[scope];
      return feed === undefined || feed.state === 'live' ? at : Math.min(at, feed.lostAt ?? at);
    },
    liveSince: (lease) => live(lease)?.since ?? null,
    heardUntil(at) {
      const late = feeds().flatMap(({ provenAt }, scope) => {
        const ago = provenAt === null ? 0 : at - provenAt;
        return provenAt !== null && ago > HEARD_AT_ONCE_MS && ago < HEARD_WITHIN_MS
          ? [{ provenAt, scope }]
          : [];
      });
      if (late.length === 0) return at;
      const elect = new Set([...book.elections()].map(({ scope }) => scope));
      return Math.min(at, ...late.filter(({ scope }) => elect.has(scope)).map(({ provenAt }) => provenAt));
    },
  };
}
