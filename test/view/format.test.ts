import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countOf,
  formatCount,
  formatDateTime,
  formatDuration,
  formatDurationInWords,
  formatHeadroom,
  formatHeadroomInWords,
  formatLimit,
  formatRough,
  formatTime,
  shortenMiddle,
  withCodes,
} from '../../lib/view/format.ts';

test.each([
  [0, '0.0 s'],
  [-5, '0.0 s'],
  [1_449, '1.4 s'],
  [1_450, '1.5 s'],
  [9_949, '9.9 s'],
  [9_999, '10 s'],
  [15_700, '16 s'],
  [41_400, '41 s'],
  [59_600, '1 m 00 s'],
  [60_954, '1 m 01 s'],
  [87_000, '1 m 27 s'],
  [124_000, '2 m 04 s'],
  [3_599_600, '1 h 0 m'],
  [29_580_000, '8 h 13 m'],
  [86_399_000, '1 d 0 h'],
  [1_051_200_000, '12 d 4 h'],
])('a duration of %d ms reads %s in a table', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('sentences spell the minute', () => {
  expect(formatDurationInWords(87_000)).toBe('1 min 27 s');
  expect(formatDurationInWords(124_000)).toBe('2 min 04 s');
});

test.each([
  [15_000, '15 s'],
  [60_000, '60 s'],
  [1_500, '1.5 s'],
  [300_000, '5 min'],
  [3_600_000, '1 h'],
])('a limit of %d ms reads %s', (ms, text) => {
  expect(formatLimit(ms)).toBe(text);
});

test.each([
  [41_000, '41 s'],
  [720_000, '12 min'],
  [3 * 3_600_000, '3 h'],
  [90 * 3_600_000, '3 d'],
])('roughly, %d ms is %s', (ms, text) => {
  expect(formatRough(ms)).toBe(text);
});

test.each([
  [12_940, '12.9 s', '12.9 s'],
  [-45_954, '−46 s', '−46 s'],
  [-61_000, '−1 m 01 s', '−1 min 01 s'],
  [44_600, '45 s', '45 s'],
  [-20, '0.0 s', '0.0 s'],
])('a headroom of %d ms reads %s in a table, %s in a sentence', (ms, table, sentence) => {
  expect(formatHeadroom(ms)).toBe(table);
  expect(formatHeadroomInWords(ms)).toBe(sentence);
});

test('what is no number or no time says so', () => {
  expect(formatDuration(Number.NaN)).toBe('not known');
  expect(formatTime(Number.NaN, 'utc')).toBe('not known');
});

test('times in UTC', () => {
  const at = Date.UTC(2026, 2, 5, 22, 56, 31);
  expect(formatTime(at, 'utc')).toBe('22:56:31');
  expect(formatDateTime(at, 'utc')).toBe('2026-03-05 22:56:31 UTC');
});

test('counts', () => {
  expect(formatCount(65_000)).toBe('65,000');
  expect(countOf(1, 'Lease')).toBe('1 Lease');
  expect(countOf(2, 'Lease elects', 'Leases elect')).toBe('2 Leases elect');
});

test('a name is shortened in the middle and keeps both ends', () => {
  expect(shortenMiddle('kube-controller-manager-cp-2', 24)).toBe('kube-control…anager-cp-2');
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 2, max: 40 }), (text, length) => {
      const short = shortenMiddle(text, length);
      expect(short.length).toBe(Math.min(length, text.length));
      if (text.length <= length) expect(short).toBe(text);
      else {
        const [head = '', tail = ''] = [short.slice(0, Math.ceil((length - 1) / 2)), short.slice(-1)];
        expect(text.startsWith(head)).toBe(true);
        if (length > 2) expect(text.endsWith(tail)).toBe(true);
      }
    }),
  );
});

test('a name shows all it is made of, and no half of a letter', () => {
  expect(shortenMiddle('a\u202eb\nc', 40)).toBe('a\\u202eb\\u000ac');
  expect(shortenMiddle('🚀'.repeat(9), 5)).toBe('🚀🚀…🚀🚀');
  const unseen = ['\u200d', '\u2060', '\u061c', '\u2028', '\u00ad', '\ufeff', '\u0085'];
  expect(unseen.map(withCodes)).toEqual(
    ['200d', '2060', '061c', '2028', '00ad', 'feff', '0085'].map((code) => `\\u${code}`),
  );
  expect(withCodes('a\u{e0041}b')).toBe('a\\u{e0041}b');
});

test('an absurd limit is still short', () => {
  expect(formatLimit(2_147_483_647_000)).toBe('24855 d 3 h');
});
