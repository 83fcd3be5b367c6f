import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJsonBytes } from '../../lib/history/json-bytes.ts';

const piece = fc.string({ unit: 'grapheme', maxLength: 60 });

it('writes what is added, one after the other', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const json = createJsonBytes();
      for (const one of pieces) json.text(one);
      expect(Buffer.from(json.done()).toString()).toBe(Buffer.from(pieces.join('')).toString());
    }),
  );
});

it('takes more than it has room for', () => {
  const json = createJsonBytes();
  for (let n = 0; n < 200; n++) json.text('é'.repeat(1000));
  expect(Buffer.from(json.done()).toString()).toBe('é'.repeat(200_000));
});

it('what was written stays as it is while more is written, also by two at once', () => {
  const one = createJsonBytes();
  one.text('one');
  const first = one.done();
  const [two, three] = [createJsonBytes(), createJsonBytes()];
  two.text('two');
  three.text('three');
  one.text('again');
  const said = [first, two.done(), three.done(), one.done()].map((bytes) => Buffer.from(bytes).toString());
  expect(said).toEqual(['one', 'two', 'three', 'again']);
});
