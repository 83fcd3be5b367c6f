import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../lib/server/api/api-error.ts';
import { compareKeys, type Entry, page, type SortKey } from '../../../lib/server/api/paging.ts';

const parts = fc.array(fc.oneof(fc.integer(), fc.string()), { minLength: 1, maxLength: 2 });
const entries = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), parts), { maxLength: 60 })
  .map((keys) =>
    keys.map(([group, rest], index): Entry<number> => ({ key: [group, ...rest, index], item: index })),
  );

describe('pages', () => {
  test.each(['up', '-down'])('in order %s hold every item once, in order', (order) => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 20 }), (all, limit) => {
        const seen: number[] = [];
        let cursor: string | undefined;
        do {
          const { items, nextCursor } = page([...all], order, { limit, cursor });
          seen.push(...items);
          cursor = nextCursor ?? undefined;
        } while (cursor !== undefined);
        const sorted = all.toSorted((a, b) => compareKeys(a.key, b.key, order.startsWith('-')));
        expect(seen).toEqual(sorted.map((entry) => entry.item));
      }),
    );
  });

  test('comparing is an order', () => {
    const key = fc
      .tuple(fc.integer({ min: 0, max: 1 }), parts)
      .map(([group, rest]): SortKey => [group, ...rest]);
    fc.assert(
      fc.property(key, key, key, fc.boolean(), (a, b, c, reversed) => {
        expect(Math.sign(compareKeys(a, b, reversed))).toBe(-Math.sign(compareKeys(b, a, reversed)) + 0);
        if (compareKeys(a, b, reversed) < 0 && compareKeys(b, c, reversed) < 0) {
          expect(compareKeys(a, c, reversed)).toBeLessThan(0);
        }
      }),
    );
  });

  test.each(['', 'x', 'bm90IGpzb24', Buffer.from('{"order":"b","after":[0]}').toString('base64url')])(
    'the cursor %j is refused by name',
    (cursor) => {
      const list = [{ key: [0, 'a'] as const, item: 1 }];
      expect(() => page(list, 'a', { limit: 1, cursor })).toThrow(ApiError);
    },
  );

  test('any text as a cursor is borne', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        try {
          page([{ key: [0, 'a'], item: 1 }], 'a', { limit: 1, cursor });
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_parameter', parameter: 'cursor' });
        }
      }),
    );
  });
});
