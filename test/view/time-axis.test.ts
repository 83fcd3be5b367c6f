import { expect, test } from 'vitest';
import { rangeLength } from '../../lib/view/time-axis.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [6 * HOUR, '6 h'],
  [2 * HOUR - MINUTE, '1 h 59 min'],
  [DAY, '24 h'],
  [36 * HOUR, '1 d 12 h'],
  [7 * DAY - 1, '7 d'],
  [5 * MINUTE, '5 min'],
  [90_000, '1 min 30 s'],
  [40_000, '40 s'],
])('a range of %i ms is %s long', (ms, words) => expect(rangeLength({ from: 0, to: ms })).toBe(words));
