import { expect, test } from 'vitest';
import { countedWords } from '../../lib/view/handover-count.ts';
import { handover, NOW } from './lease-builders.ts';

const HOUR = 3_600_000;

test('those that were seen are counted, and told with how much of the range is known', () => {
  const items = [
    handover({ at: NOW + 1 }),
    handover(),
    handover({ cause: 'release', to: null }),
    handover({ cause: 'unseen', transitionsDelta: 5 }),
    handover({ cause: 'first', from: null }),
    handover({ at: NOW - 7 * HOUR }),
  ];
  const words = (from: number | null, keptFrom: number | null = null): string | null =>
    countedWords(
      { items, from },
      { range: { from: NOW - 6 * HOUR, to: NOW }, keptFrom, now: NOW, zone: 'utc' },
    );
  expect(words(null)).toBe('1 counted in 6 h');
  expect(words(NOW - 8 * HOUR, NOW - 6 * HOUR)).toBe('1 counted in 6 h');
  expect(words(NOW - HOUR)).toBe('at least 1 counted in 6 h');
  expect(words(null, NOW - 2 * HOUR)).toBe('1 counted; nothing is kept before 01:14:07');
});

test('while they are not read they are not counted', () => {
  const asked = { range: { from: NOW - HOUR, to: NOW }, keptFrom: null, now: NOW, zone: 'utc' } as const;
  expect(countedWords({ items: null, from: null }, asked)).toBeNull();
});
