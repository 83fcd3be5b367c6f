import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMicroTime, parseTimeMs } from '../../lib/lease/micro-time.ts';

describe('MicroTime (§1: UTC, six digits, Z)', () => {
  it('keeps microseconds', () => {
    expect(parseMicroTime('2026-11-22T03:12:40.123456Z')).toBe(
      Date.UTC(2026, 10, 22, 3, 12, 40, 123) * 1000 + 456,
    );
  });
  it.each([
    ['2026-11-22T03:12:40Z', Date.UTC(2026, 10, 22, 3, 12, 40)],
    ['2026-11-22T03:12:40.5Z', Date.UTC(2026, 10, 22, 3, 12, 40, 500)],
    ['2026-11-22T04:12:40.000+01:00', Date.UTC(2026, 10, 22, 3, 12, 40)],
    ['2026-11-21T22:42:40-04:30', Date.UTC(2026, 10, 22, 3, 12, 40)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['2024-02-29T12:00:00.000001Z', Date.UTC(2024, 1, 29, 12) + 0.001],
  ])('reads %s', (text, ms) => expect(parseTimeMs(text)).toBe(ms));
  it.each([
    null,
    '',
    'yesterday',
    '2026-13-01T00:00:00Z',
    '2026-11-22 03:12:40',
    '2026-11-22T25:00:00Z',
    '2026-11-22T03:12:40.123456',
    '２026-11-22T03:12:40Z',
  ])('does not read %s', (text) => expect(parseMicroTime(text)).toBeNull());
  it('agrees with Date on every instant it can print', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 999 }),
        (date, micros) => {
          const text = date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
          expect(parseMicroTime(text)).toBe(date.getTime() * 1000 + micros);
        },
      ),
    );
  });
  it('answers something for every string', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMicroTime(text)));
  });
});
