import { describe, expect, it } from 'vitest';
import { duration, named, offset, quoted } from '../../lib/detect/words.ts';
import { formatDurationInWords } from '../../lib/view/format.ts';

describe('words of findings', () => {
  it.each([
    [-3, '0 ms'],
    [0.4, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [15_000, '15 s'],
    [4_000, '4 s'],
    [8_910, '8.9 s'],
    [9_960, '10 s'],
    [46_200, '46 s'],
    [59_600, '1 min'],
    [300_000, '5 min'],
    [363_000, '6 min 03 s'],
    [3_599_700, '1 h'],
    [7_500_000, '2 h 5 min'],
    [86_399_000, '1 d'],
    [86_400_000 * 3 + 4 * 3_600_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
  it('what was measured is written as it is beside them on the pages', () => {
    for (const ms of [1_549, 9_949, 14_700, 59_400, 60_950, 754_321, 3_900_000, 100_000_000])
      expect(duration(ms)).toBe(formatDurationInWords(ms));
  });
  it('an offset has a sign and hundredths', () => {
    expect([offset(6992), offset(-30_002), offset(0)]).toEqual(['+6.99 s', '−30.00 s', '+0.00 s']);
  });
  it.each([
    ['kube-system', 'kube-system'],
    ["it's", "'it'\\''s'"],
    ['a b;rm -rf /', "'a b;rm -rf /'"],
    ['=ls', "'=ls'"],
    ['a\nrm -rf /', "'a?rm -rf /'"],
    ['a\u202eb', "'a?b'"],
    ['', "''"],
  ])('quotes %j', (text, shown) => {
    expect(quoted(text)).toBe(shown);
  });
  it('an identity of any length or content is short and one line', () => {
    expect(named('pod-a_1')).toBe('pod-a_1');
    expect(named('a\u0000\nb')).toBe('a??b');
    expect(named('x'.repeat(1_000_000))).toHaveLength(81);
    expect(named(`a${'😀'.repeat(100)}b`).isWellFormed()).toBe(true);
  });
});
