import { expect, it } from 'vitest';
import { endsWords, endWords, silencedWords, silencesNote } from '../../lib/view/silence-words.ts';
import type { SilenceView } from '../../lib/view/silences.ts';
import { NOW } from './alert-builders.ts';

const silence: SilenceView = {
  id: 's',
  matchers: [{ field: 'namespace', value: 'staging-*' }],
  from: NOW - 60_000,
  until: NOW + 6_360_000,
  author: 'maria',
  comment: 'node pool upgrade',
};
const over: SilenceView = { ...silence, until: NOW - 1_000 };

it('says until when, by whom and why', () => {
  expect(
    silencedWords(
      's',
      [over, silence].map((one, n) => ({ ...one, id: n === 0 ? 'o' : 's' })),
      NOW,
      'utc',
    ),
  ).toBe('silenced until 05:00:07 by maria: node pool upgrade');
  expect(silencedWords('s', [{ ...silence, author: '' }], NOW, 'utc')).toBe(
    'silenced until 05:00:07: node pool upgrade',
  );
  expect(silencedWords('s', null, NOW, 'utc')).toBe('silenced');
  expect(silencedWords('annotation', [], NOW, 'utc')).toContain('annotation of its Lease');
});
it('says when it ends, or that it has', () => {
  expect(endsWords(silence, NOW, 'utc')).toBe('in 1 h 46 m');
  expect(endsWords(over, NOW, 'utc')).toBe('ended 03:14:06');
  expect(endWords(silence, NOW)).toBe('End now, 1 h 46 min early');
});
it('is in force as soon as it is made, though the page’s clock lags behind', () =>
  expect(endsWords({ ...silence, from: NOW + 400 }, NOW, 'utc')).toBe('in 1 h 46 m'));
it('counts those in force and those that are over', () => {
  expect(silencesNote([silence, over, over], NOW)).toBe('1 in force, 2 over');
  expect(silencesNote([], NOW)).toBe('none in force, 0 over');
  expect(silencesNote(null, NOW)).toBe('a comment is required');
});
