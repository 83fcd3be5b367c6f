import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { durationText, parseDuration } from '../../lib/lease/duration-text.ts';

test.each([
  ['30s', 30_000],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['500ms', 500],
  ['1d', 86_400_000],
  ['0', 0],
  ['0s', 0],
  ['5', null],
  ['', null],
  ['-5s', null],
  ['5 s', null],
  ['5S', null],
  ['s', null],
  ['1e3s', null],
  ['9'.repeat(40), null],
  ['1s'.repeat(40), null],
])('%j is %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

it('reads what it writes (law)', () => {
  fc.assert(
    fc.property(fc.nat(400 * 86_400_000), (ms) => {
      expect(parseDuration(durationText(ms))).toBe(ms);
    }),
  );
});
