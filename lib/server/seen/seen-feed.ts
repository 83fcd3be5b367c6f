/** The watch as a viewer may see it: the scopes that they see, and no count over others. */
import { blankFeed, type Feed, type ScopeFeed } from '../../lease/feed.ts';
import { sumFeeds } from '../feed-sum.ts';
import { type Sight, sees } from '../sight.ts';

export function seenFeed(feed: Feed, sight: Sight): Feed {
  if (sight === null) return feed;
  const scopes = feed.scopes.flatMap((scope) => seenScope(scope, sight) ?? []);
  // Where none of theirs is watched, nothing is said but how Tenure fares.
  return sumFeeds(scopes.length === 0 ? [blankFeed(null, feed.state, feed.since)] : scopes);
}

/** What the whole cluster is read by counts Leases of all namespaces. */
function seenScope(scope: ScopeFeed, sight: Sight): ScopeFeed | null {
  if (scope.namespace === null) return { ...scope, done: 0, total: null };
  return sees(sight, scope.namespace) ? scope : null;
}
