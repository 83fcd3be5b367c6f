import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stoppedTogether } from '../../lib/detect/stopped-together.ts';

const at = (...seconds: number[]) => seconds.map((second) => ({ renewedAt: second * 1000 }));

describe('what stopped together', () => {
  it.each([
    ['nothing', at(), at()],
    ['all of it', at(3, 1, 2), at(3, 1, 2)],
    ['the most, in the order given', at(30, 1, 31, 2, 32), at(30, 31, 32)],
    ['of equal ones the latest', at(1, 2, 40, 41), at(40, 41)],
    ['up to the whole stretch', at(1, 11, 21), at(11, 21)],
  ])('%s', (_, stopped, most) => {
    expect(stoppedTogether(stopped, 10_000)).toEqual(most);
  });

  it('is never fewer than any stretch of that length holds, and never longer', () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 60 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 60 }), (those, within) => {
        const found = stoppedTogether(at(...those), within * 1000).map(({ renewedAt }) => renewedAt / 1000);
        const most = Math.max(
          0,
          ...those.map((from) => those.filter((one) => one >= from && one <= from + within).length),
        );
        expect(found).toHaveLength(most);
        expect(Math.max(0, ...found) - Math.min(...found, Number.MAX_SAFE_INTEGER)).toBeLessThanOrEqual(
          within,
        );
      }),
    );
  });
});
