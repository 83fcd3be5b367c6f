/**
 * When something may be judged: not while its feed is away, nor until everybody has had the time to come back after
 * it (field guide §10: a settling time of max(30 s, L + 4.4 r)).
 */

import type { Finding } from '../detect/finding.ts';
import { isLive, type ScopeFeed } from '../lease/feed.ts';
import { crashedForMs, retryPeriodMs } from '../lease/takeover.ts';
import type { TrackedLease } from '../lease/tracked.ts';

const LEAST_MS = 30_000;
/** The longest timings that are known need 534 s (field guide §2); what names a far longer one waits no longer. */
const MOST_MS = 900_000;

export type WatchedFeed = Pick<ScopeFeed, 'state' | 'since'>;
export type SettlingLease = Pick<TrackedLease, 'expiresAfterMs' | 'usualGapMs'>;
export type Watched = {
  /** One a scope, in the order in which Leases name them. */
  feeds: readonly Pick<ScopeFeed, 'state' | 'since' | 'namespace'>[];
  /** Undefined for a Lease that is gone. */
  lease: (namespace: string, name: string) => (SettlingLease & Pick<TrackedLease, 'scope'>) | undefined;
};

/** What is wrong with Tenure itself is always judged; all else by the feed it is known by. `now`: epoch ms. */
export function mayJudge(
  { rule, subject: { namespace, name } }: Pick<Finding, 'rule' | 'subject'>,
  { feeds, lease }: Watched,
  now: number,
): boolean {
  if (rule === 'tenure') return true;
  if (namespace === null || name === null) return allSettled(feeds, now);
  const found = lease(namespace, name);
  const feed =
    found === undefined
      ? feeds.find((one) => one.namespace === null || one.namespace === namespace)
      : feeds[found.scope];
  // Of a namespace that is not watched any more nothing is found: then it is over.
  return feed === undefined ? allSettled(feeds, now) : isSettled(feed, found ?? null, now);
}

/**
 * Whether a Lease may be judged at `now`, epoch ms. Without a Lease (one that is gone, or something about the whole
 * cluster): whether the feed has been live for the least settling time.
 */
export function isSettled(feed: WatchedFeed, lease: SettlingLease | null, now: number): boolean {
  return isLive(feed.state) && now - feed.since >= settlingMs(lease);
}

/** Of several feeds: one that is live is enough, but none that is may be about to settle. */
export function allSettled(feeds: readonly WatchedFeed[], now: number): boolean {
  const live = feeds.filter(({ state }) => isLive(state));
  return live.length > 0 && live.every((feed) => isSettled(feed, null, now));
}

export function settlingMs(lease: SettlingLease | null): number {
  if (lease === null || lease.expiresAfterMs === null) return LEAST_MS;
  const retryMs = retryPeriodMs(lease.usualGapMs, lease.expiresAfterMs);
  return Math.min(MOST_MS, Math.max(LEAST_MS, crashedForMs(lease.expiresAfterMs, retryMs)));
}
