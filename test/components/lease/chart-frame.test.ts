import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartFrame, placeBubbles } from '../../../components/lease/chart-frame.ts';

const range = { from: 1_000, to: 601_000 };

describe('chartFrame', () => {
  test('time and place are one axis, both ways', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 320, max: 2_000 }),
        fc.integer({ min: range.from, max: range.to }),
        (width, at) => {
          const frame = chartFrame(width, 3, range);
          expect(frame.at(frame.x(at))).toBeCloseTo(at, 3);
          expect(frame.x(range.from)).toBe(frame.left);
          expect(frame.x(range.to)).toBeCloseTo(width - frame.right, 6);
        },
      ),
    );
  });

  test('bands stand below each other', () => {
    const frame = chartFrame(390, 8, range);
    const edges = [frame.lanesTop, frame.bubblesAt, frame.gapTop, frame.clockTop, frame.bottom, frame.height];
    expect([...edges].sort((a, b) => a - b)).toEqual(edges);
  });
});

test('numbers that would touch become one range', () => {
  const steps = [10, 20, 60, 200].map((x, index) => ({ x, number: index + 1 }));
  expect(placeBubbles(steps, 24).map((bubble) => bubble.label)).toEqual(['1–2', '3', '4']);
  expect(placeBubbles([], 24)).toEqual([]);
});
