import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { certainlyOff } from '../../lib/detect/clock-limits.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import { countVitals } from '../../lib/view/board-vitals.ts';
import { clockKind, clockRank, sharedOffset } from '../../lib/view/clock-kind.ts';
import { clockSure, intervalWords, restWords, unresolvedWords } from '../../lib/view/clock-words.ts';
import { clockWords } from '../../lib/view/offset-words.ts';
import { leaseRow, NOW } from './board-rows.ts';

const offset = (lower: number, upper: number, samples = 20) => ({
  ...{ lower, upper, samples, latencyAllowanceMs: 50 },
});

describe('a clock (field guide §8, §10)', () => {
  test.each([
    [offset(6992, 7098), 'ahead', 'certainly ahead'],
    [offset(1001, 1100), 'ahead', 'certainly ahead'],
    [offset(1000, 1100), 'near', 'not told closely'],
    [offset(-30_002, -29_948), 'behind', 'behind'],
    [offset(-500, 271), 'near', 'within 1 s'],
    [offset(7710, 450), 'torn', 'stepped by at least 7.26 s'],
    [offset(992, 7098, 4), 'few', 'closing'],
  ])('%j is %s', (bounds, kind, words) => {
    expect(clockKind(bounds)).toBe(kind);
    expect(clockSure({ kind: clockKind(bounds), offset: bounds }).what).toBe(words);
  });

  test.each([
    ['drifts while it is far ahead', offset(20_010, 20_000, 60), 'ahead', 'at least 20.0 s ahead'],
    ['drifts while it is far behind', offset(-20_000, -20_010, 60), 'behind', 'at least 20.0 s behind'],
    ['is kept in time', offset(30, -20), 'near', '−20 ms to +30 ms'],
    ['is kept in time, by as much as no step is', offset(500, 0), 'near', '0 ms to +500 ms'],
    ['was set', offset(501, 0), 'torn', 'stepped by at least 501 ms'],
    ['is ahead by the first renewals', offset(20_000, 21_000, 3), 'ahead', 'at least 20.0 s ahead'],
    ['has only begun to show', offset(-950, 50, 1), 'few', '−950 ms to +50 ms'],
  ])('that %s is judged alike on every page', (_, bounds, kind, words) => {
    expect(clockKind(bounds)).toBe(kind);
    expect(clockWords(bounds)).toEqual({ value: words, off: kind === 'ahead' || kind === 'behind' });
    const isStep = bounds.lower - bounds.upper > DEFAULT_THRESHOLDS.clockStepMs;
    const isOff = !isStep && certainlyOff(bounds).leastOffMs > DEFAULT_THRESHOLDS.clockWarningMs;
    expect({ isStep, isOff }).toEqual({ isStep: kind === 'torn', isOff: clockWords(bounds).off });
    const row = leaseRow({ clockOffsetMs: bounds });
    const { clocks } = countVitals([
      { row, state: 'held', mark: 'held', was: null, now: NOW, frozen: false },
    ]);
    expect(clocks).toMatchObject({
      off: isOff ? 1 : 0,
      torn: isStep ? 1 : 0,
      within: kind === 'near' ? 1 : 0,
      notKnown: kind === 'few' || isStep ? 1 : 0,
    });
    expect(clocks.worst).toBe(isOff ? `the holder of ${row.name} is at least 20 s ${kind}` : null);
  });

  it('that is off by more for certain is worse, then what contradicts itself, then what is wide', () => {
    const worstFirst = [
      offset(21_600, 22_400),
      offset(-9000, -5000),
      offset(1200, 1900),
      offset(7710, 450),
      offset(1300, 600),
      offset(-500, 600),
      offset(-20, 30),
      offset(-1000, 12_000, 2),
    ];
    const ranked = worstFirst.toSorted((a, b) => {
      const [ga, ba] = clockRank(clockKind(a), a);
      const [gb, bb] = clockRank(clockKind(b), b);
      return ga - gb || ba - bb;
    });
    expect(ranked).toEqual(worstFirst);
  });
});

it('holders of one node hold the truth together where each of them does, and more closely', () => {
  const bounds = fc.record({ lower: fc.nat(1000), upper: fc.nat(1000) });
  fc.assert(
    fc.property(
      fc.integer({ min: -5000, max: 5000 }),
      fc.array(bounds, { minLength: 1, maxLength: 8 }),
      (truth, all) => {
        const [first = offset(0, 0), ...more] = all.map((one) =>
          offset(truth - one.lower, truth + one.upper),
        );
        const { lower, upper } = sharedOffset([first, ...more]);
        expect(lower <= truth && truth <= upper).toBe(true);
        for (const one of [first, ...more]) expect(upper - lower).toBeLessThanOrEqual(one.upper - one.lower);
      },
    ),
  );
});

test('words', () => {
  expect(intervalWords({ lower: -16, upper: 40 })).toBe('−16 ms … +40 ms');
  expect(intervalWords({ lower: -2900, upper: 21_640 })).toBe('−2.90 s … +21.6 s');
  expect(intervalWords({ lower: 7710, upper: 450 })).toBe(
    '+450 ms or less by some, +7.71 s or more by others',
  );
  expect(intervalWords({ lower: 30, upper: -20 })).toBe('−20 ms … +30 ms');
  expect(restWords({ near: 187, withinMs: 50, others: 0 })).toBe(
    '187 more agree with the API server to 50 ms.',
  );
  expect(restWords({ near: 1, withinMs: null, others: 3 })).toBe(
    '1 more agrees with the API server; 3 more clocks are not listed.',
  );
  expect(restWords({ near: 0, withinMs: null, others: 0 })).toBeNull();
  expect(unresolvedWords(0)).toBeNull();
  expect(unresolvedWords(1)).toContain(
    'Of 1 Lease the clock is not resolvable: the API server does not stamp its renewals',
  );
  expect(unresolvedWords(2)).toContain('Of 2 Leases the clock is not resolvable');
});
