import { expect, test } from 'vitest';
import { stripWindow } from '../../lib/view/board-window.ts';

const MINUTE = 60_000;

test.each([
  [1, 'Last 2 min', 'watched for 1 min'],
  [3, 'Last 5 min', 'watched for 3 min'],
  [12, 'Last 20 min', 'watched for 12 min'],
  [90, 'Last 2 h', 'watched for 1 h'],
  [23 * 60, 'Last 24 h', 'watched for 23 h'],
  [25 * 60, 'Last 24 h', null],
])('after %d min', (minutes, title, watched) => {
  const now = 10_000 * MINUTE;
  expect(stripWindow(now, now - minutes * MINUTE)).toMatchObject({ title, watched, to: now });
});

test('nothing watched yet', () => {
  expect(stripWindow(0, null).watched).toBe('not watched yet');
});
