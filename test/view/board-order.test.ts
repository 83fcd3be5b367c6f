import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdOrder } from '../../lib/view/board-order.ts';

const items = (...keys: string[]) => keys.map((key) => ({ key, group: 'g' }));

test('the order stands, the content is new', () => {
  const next = [
    { key: 'b', group: 'g', age: 2 },
    { key: 'a', group: 'g', age: 1 },
  ];
  const held = holdOrder(
    [
      { key: 'a', group: 'g', age: 0 },
      { key: 'b', group: 'g', age: 0 },
    ],
    next,
  );
  expect(held.items.map((item) => `${item.key}${item.age}`)).toEqual(['a1', 'b2']);
  expect(held.pending).toBe(1);
});

test('what came waits, what is gone stays, what moved to another group counts', () => {
  expect(holdOrder(items('a', 'b'), items('a', 'b', 'c')).pending).toBe(1);
  expect(holdOrder(items('a', 'b'), items('b'))).toMatchObject({ items: items('a', 'b'), pending: 1 });
  expect(holdOrder(items('a'), [{ key: 'a', group: 'eyes' }]).pending).toBe(1);
});

test('as many changes are pending as rows would have to move', () => {
  const shown = items(...'abcdefghij');
  expect(holdOrder(shown, items(...'jabcdefghi')).pending).toBe(1);
  expect(holdOrder(shown, items(...'bcdefghija')).pending).toBe(1);
  expect(holdOrder(shown, items(...'jbcdefghia')).pending).toBe(2);
  expect(holdOrder(shown, items(...'jihgfedcba')).pending).toBe(9);
  expect(holdOrder(shown, items(...'kcabdefghi')).pending).toBe(3);
});

test('nothing changed, nothing pending; places never change', () => {
  const keys = fc.uniqueArray(fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(keys, keys, (shown, next) => {
      expect(holdOrder(items(...shown), items(...shown)).pending).toBe(0);
      expect(holdOrder(items(...shown), items(...next)).items.map((item) => item.key)).toEqual(shown);
    }),
  );
});
