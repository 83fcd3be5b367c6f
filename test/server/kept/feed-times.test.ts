import { expect, test } from 'vitest';
import { createLeaseBook } from '../../../lib/lease/book.ts';
import { blankFeed, type ScopeFeed } from '../../../lib/lease/feed.ts';
import { createFeedTimes } from '../../../lib/server/kept/feed-times.ts';
import { lease } from '../../lease/builders.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const feed = (namespace: string, provenAgo: number, state: ScopeFeed['state'] = 'live'): ScopeFeed => ({
  ...blankFeed(namespace, state, NOW - 10 * MINUTE),
  provenAt: NOW - provenAgo,
  lostAt: state === 'live' ? null : NOW - provenAgo,
});

/** Of two namespaces only in the first somebody elects. */
function heard(...feeds: ScopeFeed[]): number {
  const ignore = () => undefined;
  const book = createLeaseBook(
    { rowChanged: ignore, renewed: ignore, removed: ignore, handover: ignore },
    { remembers: false, draw: () => 0 },
  );
  const scopes = feeds.map(() => book.addScope());
  scopes[0]?.listStarted();
  scopes[0]?.listed([lease({ namespace: 'busy' })], NOW - 10 * MINUTE);
  return NOW - createFeedTimes(() => feeds, book).heardUntil(NOW);
}

test.each<[string, ScopeFeed[], number]>([
  ['all, where renewals come', [feed('busy', 2_000)], 0],
  ['up to where a silent watch spoke last', [feed('busy', 20_000)], 20_000],
  ['up to where a watch was lost', [feed('busy', 4 * MINUTE, 'stale')], 4 * MINUTE],
  ['all, where it was lost for good', [feed('busy', 9 * MINUTE, 'stale')], 0],
  ['all, where only a namespace without elections is quiet', [feed('busy', 1_000), feed('idle', MINUTE)], 0],
  ['as much as all namespaces have', [feed('busy', 20_000), feed('idle', MINUTE)], 20_000],
])('was heard: %s', (_, feeds, agoMs) => {
  expect(heard(...feeds)).toBe(agoMs);
});
