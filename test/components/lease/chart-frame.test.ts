import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartFrame, placeBubbles, placeNotes } from '../../../components/lease/chart-frame.ts';

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

describe('notes on one line', () => {
  const bounds = { from: 0, to: 400 };

  test('each finds a side; the shorter-lived goes without', () => {
    const vacancy = { from: 200, to: 240, length: 80, weight: 240_000 };
    const hatch = { from: 190, to: 195, length: 100, weight: 1_600 };
    const late = { from: 390, to: 395, length: 100, weight: 60_000 };
    const lost = { from: 210, to: 215, length: 100, weight: 1_000 };
    expect(placeNotes([hatch, vacancy, late, lost], bounds)).toEqual([
      // To its left 5 px are left between them, and 10 are wanted.
      null,
      { x: 200, anchor: 'start' },
      { x: 395, anchor: 'end' },
      null,
    ]);
    expect(placeNotes([{ ...hatch, to: 190 }, vacancy], bounds)[0]).toEqual({ x: 190, anchor: 'end' });
  });

  test('never touch, never leave the chart', () => {
    const note = fc.record({
      from: fc.integer({ min: 0, max: 390 }),
      width: fc.integer({ min: 4, max: 200 }),
      length: fc.integer({ min: 40, max: 150 }),
      weight: fc.integer({ min: 1, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(note, { maxLength: 12 }), (drawn) => {
        const notes = drawn.map(({ from, width, ...rest }) => ({ ...rest, from, to: from + width }));
        const spans = placeNotes(notes, bounds).flatMap((place, index) => {
          const length = notes[index]?.length ?? 0;
          if (place === null) return [];
          return [place.anchor === 'start' ? place.x : place.x - length].map((from) => [from, from + length]);
        });
        spans.sort(([a = 0], [b = 0]) => a - b);
        for (const [index, [from = 0, to = 0]] of spans.entries()) {
          expect(from).toBeGreaterThanOrEqual(bounds.from);
          expect(to).toBeLessThanOrEqual(bounds.to);
          expect(from).toBeGreaterThanOrEqual((spans[index - 1]?.[1] ?? -10) + 10);
        }
      }),
    );
  });
});
