import { expect, test } from 'vitest';
import { LATER_MS, rangePaceMs } from '../../lib/view/range-pace.ts';
import { parseRange, stillWords } from '../../lib/view/timeline-range.ts';

const NOW = Date.UTC(2026, 2, 5, 3, 14, 7);
const HOUR = 3_600_000;
const ago = (ms: number): string => stillWords({ from: NOW - ms, to: NOW }).from;

test.each([
  ['the last hour', { from: 'now-1h', to: 'now' }, 5_000],
  ['the last day', { from: 'now-24h', to: 'now' }, LATER_MS],
  ['an hour of yesterday, told from now', { from: 'now-25h', to: 'now-24h' }, 5_000],
  ['since half an hour ago', { from: ago(HOUR / 2), to: 'now' }, 5_000],
  ['since three days ago, as the link of an alert', { from: ago(72 * HOUR), to: 'now' }, LATER_MS],
  ['what is over', { from: ago(72 * HOUR), to: ago(HOUR) }, 0],
])('%s', (_, words, every) => expect(rangePaceMs(parseRange(words), NOW)).toBe(every));

test('before Tenure has said what time it is, it is soon looked again', () =>
  expect(rangePaceMs(parseRange({ from: ago(72 * HOUR), to: 'now' }), null)).toBe(5_000));
