import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignHues, HUES, type Hue, nextHue, preferredHue } from '../../lib/view/hue.ts';

const NOTHING: ReadonlyMap<string, Hue> = new Map();

test('eight keys get eight hues, in whatever order they are named', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 }), (keys) => {
      const hues = assignHues(NOTHING, keys);
      expect(new Set(hues.values()).size).toBe(keys.length);
      expect([...assignHues(NOTHING, [...keys].reverse())].sort()).toEqual([...hues].sort());
    }),
  );
});

test('a hue once given never changes', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (first, later) => {
      const before = assignHues(NOTHING, first);
      const after = assignHues(before, later);
      for (const [key, hue] of before) expect(after.get(key)).toBe(hue);
    }),
  );
});

test('hues are used evenly when there are more keys than hues', () => {
  const hues = assignHues(
    NOTHING,
    Array.from({ length: 24 }, (_, n) => `node-${n}`),
  );
  for (const hue of HUES) expect([...hues.values()].filter((one) => one === hue)).toHaveLength(3);
});

test('a lone key has its preferred hue, and a neighbour another', () => {
  expect(assignHues(NOTHING, ['cp-1']).get('cp-1')).toBe(preferredHue('cp-1'));
  for (const hue of HUES) expect(nextHue(hue)).not.toBe(hue);
});
