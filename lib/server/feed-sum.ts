/** One feed out of all scopes: the worst state, the sums of the counts (`docs/api.md`, "Feed"). */

import { blankFeed, FEED_STATES, type Feed, type ScopeFeed } from '../lease/feed.ts';
import { joinStretches } from '../lease/stretches.ts';

/** The feed of a Tenure that has no cluster to watch. */
export function unconfiguredFeed(
  namespace: string | null,
  since: number,
  lastError: ScopeFeed['lastError'],
): ScopeFeed {
  return { ...blankFeed(namespace, 'unconfigured', since), lastError };
}

/** `scopes` has at least one. */
export function sumFeeds(scopes: ScopeFeed[]): Feed {
  const worst = scopes.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const { namespace: _, ...rest } = worst;
  if (scopes.length === 1) return { ...rest, scopes };
  return {
    ...rest,
    since: Math.max(...scopes.filter((scope) => scope.state === worst.state).map((scope) => scope.since)),
    done: scopes.reduce((sum, scope) => sum + scope.done, 0),
    total: scopes.some((scope) => scope.total === null)
      ? null
      : scopes.reduce((sum, scope) => sum + (scope.total ?? 0), 0),
    lastEventAt: latest(scopes.map((scope) => scope.lastEventAt)),
    provenAt: earliest(scopes.map((scope) => scope.provenAt)),
    lostAt: latest(scopes.map((scope) => scope.lostAt)),
    nextAttemptAt: worst.nextAttemptAt,
    reconnects: scopes.reduce((sum, scope) => sum + scope.reconnects, 0),
    blindSpots: joinStretches(scopes.flatMap((scope) => scope.blindSpots)),
    scopes,
  };
}

function rank(scope: ScopeFeed): number {
  return FEED_STATES.indexOf(scope.state);
}
function latest(times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
/** Null as soon as one is: nothing is proved of the whole. */
function earliest(times: (number | null)[]): number | null {
  return times.includes(null) ? null : Math.min(...times.filter((time) => time !== null));
}
