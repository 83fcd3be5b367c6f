import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countGaps } from '../../lib/detect/gap-tail.ts';
import { addGap, ELECTION_SPAN, type Gaps, NO_GAPS } from '../../lib/lease/gaps.ts';
import { HOUR, T0 } from './builders.ts';

const RECENT = { ...ELECTION_SPAN, keep: 1 };

describe('gaps between two limits', () => {
  it('never too many, and never fewer than those 2 % inside the limits (law)', () => {
    const gap = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 100 }), gap, gap, (all, one, other) => {
        const [above, below] = [Math.min(one, other), Math.max(one, other)];
        let gaps: Gaps = NO_GAPS;
        for (const [index, ms] of all.entries()) gaps = addGap(gaps, RECENT, T0 + index * 60_000, ms);
        const found = countGaps(gaps, RECENT, T0 + all.length * 60_000, above, below);
        const within = (from: number, to: number) => all.filter((ms) => ms >= from && ms <= to).length;
        expect(found).toBeLessThanOrEqual(within(above, below));
        expect(found).toBeGreaterThanOrEqual(within(above * 1.021, below / 1.021));
      }),
    );
  });
  it('forgets what is older than its span', () => {
    let gaps = addGap(NO_GAPS, ELECTION_SPAN, T0, 10_000);
    gaps = addGap(gaps, ELECTION_SPAN, T0 + 5 * HOUR, 10_000);
    expect(countGaps(gaps, RECENT, T0 + 7 * HOUR, 9000, 15_000)).toBe(2);
    expect(countGaps(gaps, RECENT, T0 + 9 * HOUR, 9000, 15_000)).toBe(1);
  });
});
