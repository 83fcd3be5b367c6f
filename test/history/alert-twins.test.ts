import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertSpan, twinsAmong } from '../../lib/history/alert-twins.ts';

const span = (id: string, began_at: number, resolved_at: number | null, seen_at = began_at): AlertSpan => ({
  ...{ id, began_at, seen_at, resolved_at, same_as: null },
});
const told = (rows: readonly AlertSpan[]) =>
  twinsAmong(rows).map(({ id, resolved_at, same_as }) => `${id} ${resolved_at ?? 'open'} ${same_as ?? ''}`);

describe('what two replicas tell', () => {
  it('is one trouble while both are open, however long ago either was told of', () =>
    expect(told([span('b', 900, null), span('a', 100, null)])).toEqual(['b open a']));

  it('is over when one of them is', () =>
    expect(told([span('a', 100, null, 110), span('b', 101, 200)])).toEqual(['a 200 ', 'b 200 a']));

  it('is another trouble when it began after the first was over', () =>
    expect(told([span('a', 100, 200), span('b', 150, 210), span('c', 205, 300)])).toEqual(['b 210 a']));

  it('was over when it was last seen where it began anew, as nobody is left to tell its end', () =>
    expect(told([span('a', 100, null, 110), span('b', 500, 600)])).toEqual(['a 110 ']));
});

it('whatever is told and in whatever order: each is shown once, no trouble twice at a time, and once is enough', () => {
  const spans = fc.array(
    fc.record({
      began: fc.nat(60),
      lasts: fc.option(fc.nat(30)),
      seen: fc.nat(30),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(spans, (given) => {
      const rows = given.map(({ began, lasts, seen }, index) =>
        span(`${index}`, began, lasts === null ? null : began + lasts, began + Math.min(seen, lasts ?? seen)),
      );
      const changed = new Map(twinsAmong(rows).map((row) => [row.id, row]));
      const after = rows.map((row) => changed.get(row.id) ?? row);
      const shown = after.filter(({ same_as }) => same_as === null);
      for (const { same_as } of after)
        if (same_as !== null) expect(shown.some(({ id }) => id === same_as)).toBe(true);
      expect(shown.filter(({ resolved_at }) => resolved_at === null).length).toBeLessThanOrEqual(1);
      for (const one of shown)
        for (const other of shown)
          if (one !== other && one.began_at <= other.began_at)
            expect(one.resolved_at ?? Number.POSITIVE_INFINITY).toBeLessThan(other.began_at);
      for (const row of rows)
        if (row.resolved_at !== null)
          expect(after.find(({ id }) => id === row.id)?.resolved_at).toBe(row.resolved_at);
    }),
    { numRuns: 2000 },
  );
});
