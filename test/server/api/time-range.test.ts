import { describe, expect, test } from 'vitest';
import { timeRange } from '../../../lib/server/api/time-range.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

describe('a range', () => {
  test('is the last 24 hours by itself', () => {
    expect(timeRange({ from: undefined, to: undefined }, NOW)).toEqual({ from: NOW - 24 * HOUR, to: NOW });
  });
  test('that ends before it begins is refused', () => {
    const from = { type: 'at', at: NOW + 1 } as const;
    expect(() => timeRange({ from, to: undefined }, NOW)).toThrow('earlier');
  });
});
