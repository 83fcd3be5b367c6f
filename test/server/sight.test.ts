import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seenOf, sees, sightKey } from '../../lib/server/sight.ts';

const names = fc.array(fc.string(), { maxLength: 5 });

describe('a sight', () => {
  it('of everything sees any namespace', () => {
    expect(sees(null, 'team-a')).toBe(true);
    expect(seenOf(null, ['a', 'b'])).toEqual(['a', 'b']);
  });
  it('of some sees exactly these', () => {
    const sight = new Set(['a', 'c']);
    expect(seenOf(sight, ['c', 'b', 'a', 'A', ''])).toEqual(['c', 'a']);
    expect(sees(new Set(), 'a')).toBe(false);
  });
  it('has one key for all who see the same, and another for whoever does not', () =>
    fc.assert(
      fc.property(names, names, (a, b) => {
        const same = new Set(a).size === new Set([...a, ...b]).size && new Set(b).size === new Set(a).size;
        expect(sightKey(new Set(a)) === sightKey(new Set(b))).toBe(same);
        expect(sightKey(new Set(a))).not.toBe(sightKey(null));
      }),
    ));
});
