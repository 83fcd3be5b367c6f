import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMoment, timeRange } from '../../lib/server/time-range.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

describe('moments', () => {
  test.each([
    ['now', { type: 'ago', ms: 0 }],
    ['now-6h', { type: 'ago', ms: 6 * HOUR }],
    ['now-90s', { type: 'ago', ms: 90_000 }],
    ['now-2w', { type: 'ago', ms: 14 * 24 * HOUR }],
    ['1795348800000', { type: 'absolute', at: NOW }],
    ['2026-11-22T12:00:00Z', { type: 'absolute', at: NOW }],
    ['2026-11-22T13:00:00.000+01:00', { type: 'absolute', at: NOW }],
    ['2026-11-22T13:00:00 01:00', { type: 'absolute', at: NOW }],
    ['2026-11-22', { type: 'absolute', at: Date.UTC(2026, 10, 22) }],
  ])('%s', (text, moment) => {
    expect(parseMoment(text)).toEqual(moment);
  });

  test.each([
    '',
    'yesterday',
    'now+6h',
    'now-6',
    'now-6y',
    '2026-11-22T12:00:00',
    '2026-13-01',
    '-5',
    '1e3',
    '22.11.2026',
  ])('%j is none', (text) => {
    expect(parseMoment(text)).toBeNull();
  });

  test('any text is borne', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseMoment(text);
      }),
    );
  });
});

describe('a range', () => {
  test('is the last 24 hours by itself', () => {
    expect(timeRange({ from: undefined, to: undefined }, NOW)).toEqual({ from: NOW - 24 * HOUR, to: NOW });
  });
  test('that ends before it begins is refused', () => {
    const from = { type: 'absolute', at: NOW + 1 } as const;
    expect(() => timeRange({ from, to: undefined }, NOW)).toThrow('earlier');
  });
});
