import { expect, test } from 'vitest';
import { clockNote, gapNote, unreadNote } from '../../../components/lease/chart-gaps.ts';
import { leaseHistory } from '../../../lib/view/lease-history.ts';
import { NOW, row } from '../../view/lease-builders.ts';

const DAY = 86_400_000;

test.each([
  ['all are kept', NOW - 90 * DAY, 'no renewal seen in this stretch'],
  ['it is not known', null, 'no renewal seen in this stretch'],
  ['a part is', NOW - 45 * DAY, 'no renewal seen here since 2026-01-19'],
  ['none is', NOW - 30 * DAY, 'no renewal of this stretch is kept any more'],
])('a band without renewals, where %s', (_, renewalsKeptFrom, words) => {
  const model = leaseHistory({
    ...{ row: row(), state: 'held', gone: false, present: false, renewalsKeptFrom, usualGapMs: null },
    ...{ handovers: [], handoversFrom: null, buckets: [], unwritten: [], blindSpots: [], expired: [] },
    keptFrom: NOW - 90 * DAY,
    range: { from: NOW - 46 * DAY, to: NOW - 44 * DAY },
  });
  const read = { problem: null, read: true };
  expect(gapNote(model, read, NOW, 'utc')).toBe(words);
  expect(unreadNote(model, read)).toBe(null);
  const none = words.includes('any more');
  expect(clockNote({ serverTime: '2027' }, model, read)).toBe(
    none ? `not resolvable: ${words}` : 'not resolvable: no renewal moved both stamps',
  );
  for (const unread of [
    { problem: 'HTTP 503', read: true },
    { problem: null, read: false },
  ]) {
    expect(gapNote(model, unread, NOW, 'utc')).toBe(null);
    expect(unreadNote(model, unread)).toMatch(/^(could not be read: HTTP 503|reading…)$/);
  }
});
