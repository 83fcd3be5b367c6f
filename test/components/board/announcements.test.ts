import { expect, test } from 'vitest';
import { announce } from '../../../components/board/announcements.tsx';
import { createJudge, type Judged } from '../../../lib/view/board-judge.ts';
import type { LeaseRow } from '../../../lib/view/lease-row.ts';
import { feedOf, leaseRow, NOW, scopeFeed } from '../../view/board-rows.ts';

const { judge } = createJudge({ feed: feedOf(scopeFeed()), provenAt: [NOW], now: NOW, lostAt: null });
const judgeAll = (...rows: LeaseRow[]): Judged[] => rows.map(judge);
const said = (before: ReadonlyMap<string, string>, judged: readonly Judged[]): string =>
  announce(before, judged).text;
const silent = (name: string): LeaseRow => leaseRow({ name, lastRenewalAt: NOW - 90_000 });

test('a change of state is said once, with the Lease’s name', () => {
  const before = new Map([['kube-system/a', 'held']]);
  expect(said(before, judgeAll(silent('a')))).toBe('a: expired');
  expect(said(new Map([['kube-system/a', 'expired']]), judgeAll(silent('a')))).toBe('');
  expect(said(new Map([['kube-system/a', 'expired']]), judgeAll(leaseRow({ name: 'a' })))).toBe('a: held');
});

test('what is said once is not said at the next look', () => {
  const { words } = announce(new Map([['kube-system/a', 'held']]), judgeAll(silent('a')));
  expect(said(words, judgeAll(silent('a')))).toBe('');
});

test('what is seen for the first time is no news, and many are one sentence', () => {
  expect(said(new Map(), judgeAll(silent('a')))).toBe('');
  const names = ['a', 'b', 'c', 'd'];
  const before = new Map(names.map((name) => [`kube-system/${name}`, 'held']));
  expect(said(before, judgeAll(...names.map(silent)))).toBe('4 Leases changed state');
});
