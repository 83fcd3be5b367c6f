import { expect, test } from 'vitest';
import { createJudge, judgedAsOf, needsEyes } from '../../lib/view/board-judge.ts';
import { feedOf, leaseRow, NOW, scopeFeed } from './board-rows.ts';

test('a live feed: judged now', () => {
  const { judge } = createJudge({ feed: feedOf(scopeFeed()), provenAt: [NOW], now: NOW, lostAt: null });
  expect(judge(leaseRow())).toMatchObject({ state: 'held', was: null, now: NOW, frozen: false });
});

test('a feed that is not live: nothing is judged, ages end where knowledge ends', () => {
  const scope = scopeFeed({ state: 'stale', lastEventAt: NOW - 40_000, provenAt: NOW - 50_000 });
  const { judge } = createJudge({ feed: feedOf(scope), provenAt: [NOW - 50_000], now: NOW, lostAt: null });
  const judged = judge(leaseRow({ lastRenewalAt: NOW - 41_000 }));
  expect(judged).toMatchObject({
    state: 'unknown',
    mark: 'unknown',
    was: 'held',
    now: NOW - 40_000,
    frozen: true,
  });
  expect(needsEyes(judged)).toBe(false);
});

test('the browser lost Tenure: everything is as of the last word', () => {
  const input = { feed: feedOf(scopeFeed()), provenAt: [NOW - 30_000], now: NOW, lostAt: NOW - 30_000 };
  const judged = createJudge(input).judge(leaseRow({ lastRenewalAt: NOW - 31_000 }));
  expect(judged).toMatchObject({ state: 'unknown', was: 'held', now: NOW - 30_000 });
});

test('each Lease is judged by the scope of its own namespace', () => {
  const feed = feedOf(scopeFeed({ namespace: 'a', state: 'forbidden' }), scopeFeed({ namespace: 'b' }));
  const { judge, scopeOf } = createJudge({ feed, provenAt: [null, NOW], now: NOW, lostAt: null });
  expect(judge(leaseRow({ namespace: 'a' })).state).toBe('unknown');
  expect(judge(leaseRow({ namespace: 'b' })).state).toBe('held');
  expect(judge(leaseRow({ namespace: 'c' })).state).toBe('unknown');
  expect(scopeOf({ namespace: 'a' })?.state).toBe('forbidden');
});

test('a vacancy is "released" until a standby is due', () => {
  const { judge } = createJudge({ feed: feedOf(scopeFeed()), provenAt: [NOW], now: NOW, lostAt: null });
  expect(judge(leaseRow({ holder: null, takeoverDueAt: NOW + 1 })).mark).toBe('released');
  expect(judge(leaseRow({ holder: null, takeoverDueAt: NOW - 1 })).mark).toBe('vacant');
});

test('a row that was asked for is judged as of then, and of one not asked for lately nothing is said', () => {
  const { judge } = createJudge({ feed: feedOf(scopeFeed()), provenAt: [NOW], now: NOW, lostAt: null });
  const judged = judge(leaseRow({ lastRenewalAt: NOW - 16_000 }));
  expect(judged.state).toBe('expired');
  expect(judgedAsOf(judged, NOW - 5_000)).toMatchObject({ state: 'late', now: NOW - 5_000, frozen: false });
  expect(judgedAsOf(judged, NOW - 15_001)).toMatchObject({
    ...{ state: 'unknown', mark: 'unknown', was: 'held', now: NOW - 15_001, frozen: true },
  });
});
