/** Of what nothing is heard, by a feed of which Tenure tells: what was known of it is not known any more. */
import { type Feed, isLive } from '../lease/feed.ts';

/** The Leases of a namespace; of one that is not watched there is nothing to be heard. */
export function isSilent(feed: Feed | null, namespace: string): boolean {
  const scope = feed?.scopes.find((one) => one.namespace === null || one.namespace === namespace);
  return scope !== undefined && !isLive(scope.state);
}

/** All that is watched. */
export function isAllSilent(feed: Feed | null): boolean {
  return feed?.scopes.every(({ state }) => !isLive(state)) ?? false;
}
