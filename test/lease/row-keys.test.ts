import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowKeys } from '../../lib/lease/row-keys.ts';

/** With one of what may be drawn for each, from below 4, 3, 2 and 1. */
function* everyDraw(): Generator<number[]> {
  for (let one = 0; one < 4; one++)
    for (let two = 0; two < 3; two++) for (let three = 0; three < 2; three++) yield [one, two, three, 0];
}
/** How often whoever sees only the Leases at these places of the order is given which keys. */
function seenAt(places: number[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const draws of everyDraw()) {
    const next = createRowKeys(() => draws.shift() ?? 0, 4);
    const keys = [next(), next(), next(), next()];
    const seen = places.map((place) => keys[place]).join(' ');
    times.set(seen, (times.get(seen) ?? 0) + 1);
  }
  return times;
}

describe('keys of rows', () => {
  it('are as likely whatever lies before, between and behind', () => {
    expect(seenAt([0, 1]).size).toBe(12);
    for (const places of [
      [1, 2],
      [0, 3],
      [3, 1],
    ])
      expect(seenAt(places)).toEqual(seenAt([0, 1]));
  });
  it('are each given once, and small', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(), { maxLength: 30 }), (lots, drawn) => {
        let place = 0;
        const next = createRowKeys((below) => (drawn[place++] ?? 0) % below, lots);
        const keys = drawn.map(() => next());
        expect(new Set(keys).size).toBe(keys.length);
        expect(Math.max(-1, ...keys)).toBeLessThan(Math.ceil(keys.length / lots) * lots);
      }),
    ));
});
