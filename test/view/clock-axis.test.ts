import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CLOCK_TICKS, clockBar, clockPlace } from '../../lib/view/clock-axis.ts';

const offset = fc.double({ min: -1e9, max: 1e9, noNaN: true });

it('has zero in the middle, and 30 s at its ends', () => {
  expect([clockPlace(0), clockPlace(-30_000), clockPlace(30_000), clockPlace(1e12)]).toEqual([0.5, 0, 1, 1]);
});

it('is symmetric, and what is further ahead never stands further left', () => {
  fc.assert(
    fc.property(offset, offset, (a, b) => {
      expect(clockPlace(a) + clockPlace(-a)).toBeCloseTo(1, 12);
      expect(clockPlace(Math.max(a, b))).toBeGreaterThanOrEqual(clockPlace(Math.min(a, b)));
    }),
  );
});

it('gives an interval a bar on the axis that holds it and is never too thin to be seen', () => {
  fc.assert(
    fc.property(offset, offset, (a, b) => {
      const { from, width } = clockBar({ lower: a, upper: b }, 0.01);
      expect(width).toBeGreaterThanOrEqual(0.01);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(from + width).toBeLessThanOrEqual(1 + 1e-12);
      expect(from).toBeLessThanOrEqual(clockPlace(Math.min(a, b)) + 1e-12);
      expect(from + width).toBeGreaterThanOrEqual(clockPlace(Math.max(a, b)) - 1e-12);
    }),
  );
});

it('has its ticks in order', () => {
  const places = CLOCK_TICKS.map(({ ms }) => clockPlace(ms));
  expect(places.toSorted((a, b) => a - b)).toEqual(places);
});
