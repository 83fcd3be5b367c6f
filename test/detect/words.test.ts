import { describe, expect, it } from 'vitest';
import { duration, named, offset, quoted } from '../../lib/detect/words.ts';

describe('words of findings', () => {
  it.each([
    [-3, '0 ms'],
    [0.4, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [15_000, '15 s'],
    [15_540, '15.5 s'],
    [59_940, '59.9 s'],
    [59_990, '1 min'],
    [363_000, '6 min 3 s'],
    [7_500_000, '2 h 5 min'],
    [86_400_000 * 3 + 4 * 3_600_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
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
