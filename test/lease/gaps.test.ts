import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addGap, type Gaps, NO_GAPS, summariseGaps } from '../../lib/lease/gaps.ts';

const HOUR = 3_600_000;
const DAY = { generationMs: HOUR, keep: 5 };

describe('renew gaps (§10: the median is the usual gap)', () => {
  it('knows nothing before the first', () => expect(summariseGaps(NO_GAPS, DAY, 0)).toBeNull());
  it('is at most 2 % too large in its quantiles, never too small, and exact in count and maximum', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 4_000_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        (all) => {
          let gaps: Gaps = NO_GAPS;
          for (const gap of all) gaps = addGap(gaps, DAY, 0, gap);
          const summary = summariseGaps(gaps, DAY, 0);
          const sorted = all.toSorted((a, b) => a - b);
          const exact = (q: number) => sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? Number.NaN;
          expect(summary).toMatchObject({ count: all.length, max: Math.max(...all) });
          expect((summary?.median ?? 0) / exact(0.5)).toBeGreaterThanOrEqual(1 - 1e-9);
          expect((summary?.median ?? 0) / exact(0.5)).toBeLessThan(1.0201);
          expect((summary?.p99 ?? 0) / exact(0.99)).toBeGreaterThanOrEqual(1 - 1e-9);
          expect((summary?.p99 ?? 0) / exact(0.99)).toBeLessThan(1.0201);
        },
      ),
    );
  });
  it('lets go of what is older than its generations', () => {
    const span = { generationMs: HOUR, keep: 2 };
    let gaps = addGap(NO_GAPS, span, 0, 9000);
    for (let hour = 1; hour <= 4; hour++) gaps = addGap(gaps, span, hour * HOUR, 2000);
    expect(summariseGaps(gaps, span, 4 * HOUR)?.max).toBe(2000);
    expect(summariseGaps(gaps, span, 40 * HOUR)).toBeNull();
    expect(NO_GAPS).toEqual([]);
  });
});
