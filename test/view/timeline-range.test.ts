import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_RANGE,
  LONGEST_MS,
  moves,
  movingWords,
  pannedRange,
  parseEnd,
  parseRange,
  resolveRange,
  SHORTEST_MS,
  stillWords,
  wordsFor,
  zoomedRange,
} from '../../lib/view/timeline-range.ts';

const NOW = Date.parse('2026-03-05T22:56:31Z');
const HOUR = 3_600_000;

describe('an end of a range', () => {
  it.each([
    ['now', { type: 'ago', ms: 0 }],
    ['now-6h', { type: 'ago', ms: 6 * HOUR }],
    ['now - 90m', { type: 'ago', ms: 1.5 * HOUR }],
    ['now-2w', { type: 'ago', ms: 14 * 24 * HOUR }],
    [String(NOW), { type: 'at', at: NOW }],
    ['2026-03-05T22:56:31Z', { type: 'at', at: NOW }],
    ['2026-03-05T23:56:31 01:00', { type: 'at', at: NOW }],
    ['2026-03-05', { type: 'at', at: Date.parse('2026-03-05T00:00:00Z') }],
  ])('%s', (text, end) => expect(parseEnd(text)).toEqual(end));
  it.each(['', 'yesterday', 'now-6', 'now-6y', '2026-13-01', '2026-03-05T22:56', '12', '1e12'])(
    '%s is none',
    (text) => expect(parseEnd(text)).toBeNull(),
  );
});

describe('a range in the address', () => {
  it('moves when an end is told from now', () => {
    expect(moves(parseRange({ from: 'now-6h', to: 'now' }))).toBe(true);
    expect(moves(parseRange({ from: '2026-03-05T22:00Z', to: 'now' }))).toBe(true);
    expect(moves(parseRange(stillWords({ from: NOW - HOUR, to: NOW })))).toBe(false);
  });
  it.each([
    [{ from: 'soon', to: 'now' }, '“soon” is not a time'],
    [{ from: 'now-6h', to: 'later' }, '“later” is not a time'],
    [{ from: 'now-1h', to: 'now-6h' }, 'ends before it begins'],
    [stillWords({ from: NOW, to: NOW - HOUR }), 'ends before it begins'],
  ])('%j is replaced by the default, and says why', (words, why) => {
    const parsed = parseRange(words);
    expect(parsed.words).toEqual(DEFAULT_RANGE);
    expect(parsed.problem).toContain(why);
  });
  it('is not known before the time is, where it is told from now', () => {
    expect(resolveRange(parseRange(DEFAULT_RANGE), null)).toBeNull();
    expect(resolveRange(parseRange(DEFAULT_RANGE), NOW)).toEqual({ from: NOW - 6 * HOUR, to: NOW });
    const ever = resolveRange(parseRange({ from: 'now-999999999w', to: 'now' }), NOW);
    expect(ever === null ? null : stillWords(ever).from).toBe('1970-01-01T00:00:00Z');
    expect(resolveRange(parseRange(stillWords({ from: NOW - HOUR, to: NOW })), null)).toEqual({
      from: NOW - HOUR,
      to: NOW,
    });
  });
  it.each([
    [6 * HOUR, 'now-6h'],
    [24 * HOUR, 'now-1d'],
    [90 * 60_000, 'now-90m'],
    [1_500, 'now-2s'],
  ])('the last %i ms are %s', (ms, from) => expect(movingWords(ms)).toEqual({ from, to: 'now' }));
});

const range = fc
  .tuple(fc.integer({ min: 0, max: 40 * 24 * HOUR }), fc.integer({ min: SHORTEST_MS, max: LONGEST_MS / 2 }))
  .map(([back, length]) => ({ from: NOW - back - length, to: NOW - back }));

describe('laws of moving about', () => {
  it('what is written is what is read', () =>
    fc.assert(
      fc.property(range, (one) => {
        expect(resolveRange(parseRange(stillWords(one)), null)).toEqual(one);
      }),
    ));
  it('never shows the future, is never too short or too long', () =>
    fc.assert(
      fc.property(
        range,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, factor, share) => {
          const around = one.from + (one.to - one.from) * share;
          const next = zoomedRange(one, factor, around, NOW);
          expect(next.to).toBeLessThanOrEqual(NOW);
          expect(next.to - next.from).toBeGreaterThanOrEqual(SHORTEST_MS - 1);
          expect(next.to - next.from).toBeLessThanOrEqual(LONGEST_MS + 1);
        },
      ),
    ));
  it('as much as may be kept can be asked for, and zooming out of it shows no less', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: LONGEST_MS, max: 3_650 * 24 * HOUR }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (length, factor) => {
          const long = { from: NOW - length, to: NOW };
          expect(resolveRange(parseRange(stillWords(long)), null)).toEqual(long);
          expect(zoomedRange(long, factor, NOW, NOW)).toEqual(long);
        },
      ),
    ));
  it('zooming in keeps what it zooms at', () =>
    fc.assert(
      fc.property(range, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
        const around = one.from + (one.to - one.from) * share;
        const next = zoomedRange(one, 0.5, around, NOW);
        expect(next.from).toBeLessThanOrEqual(around + 1);
        expect(next.to).toBeGreaterThanOrEqual(around - 1);
      }),
    ));
  it('panning keeps the length', () =>
    fc.assert(
      fc.property(range, fc.double({ min: -3, max: 3, noNaN: true }), (one, share) => {
        const next = pannedRange(one, share, NOW);
        expect(Math.abs(next.to - next.from - (one.to - one.from))).toBeLessThanOrEqual(1);
        expect(next.to).toBeLessThanOrEqual(NOW);
      }),
    ));
  it('a range that ended now goes on to when it is zoomed, and stays where it is when it is moved back', () => {
    const before = parseRange({ from: 'now-6h', to: 'now' });
    const shown = { from: NOW - 6 * HOUR, to: NOW };
    expect(wordsFor(zoomedRange(shown, 2, NOW, NOW), before, NOW)).toEqual({ from: 'now-12h', to: 'now' });
    expect(wordsFor(pannedRange(shown, -0.5, NOW), before, NOW)).toEqual(
      stillWords({ from: NOW - 9 * HOUR, to: NOW - 3 * HOUR }),
    );
  });
});
