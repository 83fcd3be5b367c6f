import { expect, test } from 'vitest';
import { stripWindow } from '../../lib/view/board-window.ts';

const MINUTE = 60_000;

test.each([
  [2, 'Last 5 min', 'watched for 2 min'],
  [12, 'Last 15 min', 'watched for 12 min'],
  [90, 'Last 3 h', 'watched for 1 h'],
  [23 * 60, 'Last 24 h', 'watched for 23 h'],
  [25 * 60, 'Last 24 h', null],
])('after %d min', (minutes, title, watched) => {
  const now = 10_000 * MINUTE;
  expect(stripWindow(now, now - minutes * MINUTE)).toMatchObject({ title, watched, to: now });
});

test('nothing watched yet', () => {
  expect(stripWindow(0, null).watched).toBe('not watched yet');
});
