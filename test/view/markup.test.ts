import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asMarkup, html } from '../../lib/view/markup.ts';

describe('markup', () => {
  test('takes texts and numbers, lists and nothing', () => {
    const items = ['a', 'b'].map((one) => html`<li>${one}</li>`);
    expect(html`<ul class="${'x"y'}">${items}</ul>${null}${3}`.markup).toBe(
      '<ul class="x&quot;y"><li>a</li><li>b</li></ul>3',
    );
    expect(html`<p>${asMarkup('<b>x</b>')}</p>`.markup).toBe('<p><b>x</b></p>');
  });

  test('shows what cannot be seen, and keeps lines', () => {
    expect(html`${'a\u202eb\nc\u0000'}`.markup).toBe('a\\u202eb\nc\\u0000');
  });

  test('lets no text in as markup, nor out of an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.markup).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
