import { describe, expect, it } from 'vitest';
import { seesWords } from '../../lib/view/sees-words.ts';

describe('what a viewer sees', () => {
  it('is not said where it is everything', () => expect(seesWords(null)).toBeNull());
  it('is counted, and named beside that', () =>
    expect(seesWords(['payments', 'web'])).toEqual({
      words: '2 namespaces',
      hint: 'You may see Leases of payments, web. Everything here, counts too, is about these alone.',
    }));
  it('names no more than can be read', () => {
    const { words = '', hint = '' } = seesWords(Array.from({ length: 20 }, (_, i) => `n${i}`)) ?? {};
    expect(words).toBe('20 namespaces');
    expect(hint).toContain('n11 and 8 more.');
  });
  it('says of nothing who can change that', () =>
    expect(seesWords([])).toMatchObject({
      words: '0 namespaces',
      hint: expect.stringMatching(/grants rights/),
    }));
});
