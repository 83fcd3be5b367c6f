import { expect, test } from 'vitest';
import { feedView, nextAttempt, shownAsOf, titlePrefix } from '../../lib/view/board-feed.ts';
import { feedOf, NOW, scopeFeed } from './board-rows.ts';

const HEARD = { lostAt: null, problem: null };

test('nothing heard yet', () => {
  expect(feedView({ ...HEARD, feed: null })).toEqual({ type: 'connecting', problem: null });
});

test('which link broke: Tenure’s own, or the one to the API server', () => {
  expect(feedView({ ...HEARD, feed: feedOf(scopeFeed()), lostAt: NOW })).toMatchObject({
    type: 'lost',
    asOf: NOW,
  });
  const stale = feedView({
    ...HEARD,
    feed: feedOf(scopeFeed({ state: 'stale', provenAt: NOW - 9_000, lastEventAt: NOW - 8_000 })),
  });
  expect(stale).toMatchObject({ type: 'broken', kind: 'stale', asOf: NOW - 8_000 });
  expect(titlePrefix(stale)).toBe('Stale · ');
});

test('Tenure was lost while it was stale itself: as of what it knew, not of when it was heard', () => {
  const stale = scopeFeed({ state: 'stale', provenAt: null, lastEventAt: NOW - 8_000 });
  expect(feedView({ ...HEARD, feed: feedOf(stale), lostAt: NOW })).toMatchObject({
    type: 'lost',
    heardAt: NOW,
    asOf: NOW - 8_000,
  });
});

test('never reached: there is no "as of"', () => {
  const scope = scopeFeed({
    state: 'unreachable',
    lastEventAt: null,
    provenAt: null,
    nextAttemptAt: NOW + 6_000,
    attempt: 9,
  });
  expect(feedView({ ...HEARD, feed: feedOf(scope) })).toMatchObject({ kind: 'unreachable', asOf: null });
  expect(nextAttempt([scope])).toEqual({ at: NOW + 6_000, attempt: 9 });
});

test('only the scopes that are broken are spoken of', () => {
  const feed = feedOf(scopeFeed({ namespace: 'a', state: 'forbidden' }), scopeFeed({ namespace: 'b' }));
  const view = feedView({ ...HEARD, feed });
  expect(view.type === 'broken' && view.scopes.map((scope) => scope.namespace)).toEqual(['a']);
});

test('read anew after an outage: what is shown meanwhile is as of then; at the first list nothing is', () => {
  const again = scopeFeed({ state: 'syncing', provenAt: NOW - 9_000, lastEventAt: NOW - 8_000 });
  expect(shownAsOf(feedView({ ...HEARD, feed: feedOf(again) }))).toBe(NOW - 8_000);
  expect(shownAsOf(feedView({ ...HEARD, feed: feedOf(again), lostAt: NOW }))).toBe(NOW - 8_000);
  const first = scopeFeed({ state: 'syncing', provenAt: null, lastEventAt: null });
  expect(shownAsOf(feedView({ ...HEARD, feed: feedOf(first) }))).toBeNull();
  expect(shownAsOf(feedView({ ...HEARD, feed: feedOf(scopeFeed()) }))).toBeNull();
});

test('live says nothing in the title', () => {
  expect(titlePrefix(feedView({ ...HEARD, feed: feedOf(scopeFeed()) }))).toBe('');
});
