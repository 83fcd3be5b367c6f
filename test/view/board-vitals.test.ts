import { expect, test } from 'vitest';
import type { LeaseState } from '../../lib/lease/state.ts';
import { beatsSaid, clocksSaid, countVitals } from '../../lib/view/board-vitals.ts';
import { leaseRow, NOW } from './board-rows.ts';

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

test.each([
  ['179 fresh, 11,821 not known', 179, 12_000, {}],
  ['179 of 12,000', 179, 12_000, { wrong: true }],
  ['179 of 12,000', 179, 12_000, { frozen: true }],
  ['13 of 13', 13, 13, {}],
  ['13 of 13', 14, 13, {}],
  ['0 fresh, 13 not known', 0, 13, {}],
  ['13', 0, 13, { told: false }],
  ['200 of 200', 200, 200, { told: false, frozen: true }],
])('of heartbeats is said “%s”', (words, fresh, all, over) => {
  expect(beatsSaid(fresh, all, { told: true, wrong: false, frozen: false, ...over })).toBe(words);
});

test('heartbeats that are not known are not late', () => {
  const wrong = (state: LeaseState) =>
    countVitals([
      {
        row: leaseRow({ class: 'node-heartbeat' }),
        state,
        mark: state,
        was: null,
        now: NOW,
        frozen: false,
      },
      { row: leaseRow(), state: 'late', mark: 'late', was: null, now: NOW, frozen: false },
    ]).wrong;
  expect([...wrong('unknown')]).toEqual([]);
  expect([...wrong('held')]).toEqual([]);
  expect([...wrong('late')]).toEqual(['node-heartbeat']);
  expect([...wrong('vacant')]).toEqual(['node-heartbeat']);
});
