import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAskedTime } from '../../lib/view/asked-time.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

describe('asked times', () => {
  test.each([
    ['now', { type: 'ago', ms: 0 }],
    ['now-6h', { type: 'ago', ms: 6 * HOUR }],
    ['now-90s', { type: 'ago', ms: 90_000 }],
    ['now-2w', { type: 'ago', ms: 14 * 24 * HOUR }],
    ['1795348800000', { type: 'at', at: NOW }],
    ['2026-11-22T12:00:00Z', { type: 'at', at: NOW }],
    ['2026-11-22T13:00:00.000+01:00', { type: 'at', at: NOW }],
    ['2026-11-22T13:00:00 01:00', { type: 'at', at: NOW }],
    ['2026-11-22', { type: 'at', at: Date.UTC(2026, 10, 22) }],
  ])('%s', (text, time) => {
    expect(parseAskedTime(text)).toEqual(time);
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
    expect(parseAskedTime(text)).toBeNull();
  });

  test('any text is borne', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseAskedTime(text);
      }),
    );
  });
});
