import { expect, it } from 'vitest';
import { stretchSentence, worstSlow } from '../../lib/view/cluster-stretch.ts';
import { NOW } from './alert-builders.ts';

const facts = { asOf: NOW, from: NOW - 600_000, to: NOW, slow: [], blindSpots: [], handovers: [0, 2, 1] };
const slow = [
  { from: NOW - 300_000, to: NOW - 240_000, late: 25, of: 30 },
  { from: NOW - 120_000, to: NOW - 60_000, late: 26, of: 60 },
];

it('takes the share for the worst, not the number', () => {
  expect(worstSlow(slow)).toBe(slow[0]);
  expect(worstSlow([])).toBeNull();
});
it('says what the chart shows', () => {
  expect(stretchSentence(facts, 'utc')).toBe('Renewals were not late for many at once. 3 handovers in all.');
  expect(
    stretchSentence(
      { ...facts, slow, blindSpots: [{ from: NOW - 700_000, to: NOW - 590_000, scope: null }] },
      'utc',
    ),
  ).toBe(
    'Renewals were late for many at once 2 times; at the worst, from 03:09:07, 25 of 30 late. 3 handovers in all. Not watched for 10 s of it.',
  );
});
