import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeLease } from '../../lib/lease/decode.ts';
import { keptIdentity, MOST_CHARACTERS } from '../../lib/lease/holder-identity.ts';
import { rawLease } from './builders.ts';

it('an identity of a process is kept as it is', () => {
  const identity = `${'a'.repeat(253)}_3f0e8b1c-5a0c-4a3e-9a55-0a4c7d1e2f3b`;
  expect(keptIdentity(identity)).toBe(identity);
});

it('a monster is cut to what an index holds, and none passes for another', () => {
  const monster = 'x'.repeat(1_000_000);
  const kept = [monster, `${monster}x`, `${monster.slice(1)}y`, `${monster.slice(0, -9)}y12345678`].map(
    keptIdentity,
  );
  expect(new Set(kept).size).toBe(4);
  expect(kept[0]).toMatch(/^x{440}… \(1000000 characters, [0-9a-f]{16}\)$/);
  expect(keptIdentity('€'.repeat(3000)).length).toBeLessThanOrEqual(MOST_CHARACTERS);
});

it('whatever it is, it is kept as text of bounded length, and the same when it is kept again', () => {
  const any = fc.string({ unit: 'binary', maxLength: 700 });
  fc.assert(
    fc.property(any, (identity) => {
      const kept = keptIdentity(identity);
      expect(kept.length).toBeLessThanOrEqual(MOST_CHARACTERS);
      expect(kept.isWellFormed() && !kept.includes('\0')).toBe(true);
      expect(keptIdentity(kept)).toBe(kept);
    }),
    { numRuns: 40 },
  );
});

it('a Lease names its holders so', () => {
  const raw = rawLease();
  const spec = { holderIdentity: `a\0${'b'.repeat(900)}`, preferredHolder: 'c\ud800' };
  const record = decodeLease({ ...raw, spec });
  expect(record?.holder).toMatch(/^a␀b+… \(902 characters, /);
  expect(record?.preferredHolder).toBe('c�');
});
