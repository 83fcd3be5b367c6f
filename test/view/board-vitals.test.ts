import { expect, test } from 'vitest';
import { clocksSaid } from '../../lib/view/board-vitals.ts';

test.each([
  ['within 1 s', { within: 100 }],
  ['1 of 100 within 1 s', { within: 1, notKnown: 99 }],
  ['1,200 of 1,201 within 1 s', { within: 1_200, notKnown: 1 }],
  ['not known yet', { notKnown: 99 }],
  ['2 off', { off: 2, torn: 1, within: 1, notKnown: 1 }],
  ['1 stepped', { torn: 1, within: 1, notKnown: 1 }],
])('of leaders’ clocks is said “%s”', (words, counts) => {
  expect(clocksSaid({ off: 0, within: 0, notKnown: 0, torn: 0, worst: null, ...counts })).toBe(words);
});
