import { expect, test } from 'vitest';
import { rowAlerts } from '../../lib/view/alert-marks.ts';
import { alertOf } from './alert-builders.ts';

const known = new Map(
  [
    alertOf({ id: 'info', severity: 'info', title: 'I' }),
    alertOf({ id: 'warning', severity: 'warning', title: 'W' }),
    alertOf({ id: 'critical', title: 'C' }),
  ].map((one) => [one.id, one]),
);

test('a row shows the worst, and how many', () => {
  expect(rowAlerts([{ alerts: ['info', 'critical', 'warning'] }], known)).toMatchObject({
    severity: 'critical',
    count: 3,
    words: 'critical: C, and 2 more',
  });
  expect(rowAlerts([{ alerts: ['warning'] }], known)).toMatchObject({ count: 1, words: 'warning: W' });
});

test('a set shows what its buckets have, each once', () => {
  expect(rowAlerts([{ alerts: ['info'] }, { alerts: [] }, { alerts: ['info'] }], known)).toMatchObject({
    severity: 'info',
    count: 1,
  });
});

test('what has not been read yet is not guessed', () => {
  expect(rowAlerts([{ alerts: ['other'] }], known)).toEqual({
    severity: null,
    count: 1,
    id: 'other',
    words: '1 alert',
  });
  expect(rowAlerts([{ alerts: ['other', 'info'] }], known)).toMatchObject({
    severity: 'info',
    count: 2,
    id: 'info',
    words: 'info: I, and 1 more',
  });
  expect(rowAlerts([{ alerts: [] }], known)).toBeNull();
});
