/** HTML as text, made so that nothing gets into it unescaped: only what `html` itself made is taken as it is. */
import { withCodes } from './format.ts';

export type Markup = { readonly markup: string };
type Part = Markup | string | number | null | readonly Part[];

/** Text and numbers are escaped, also inside the quotes of an attribute; null is nothing, a list is joined. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  const out = [strings[0] ?? ''];
  for (const [index, part] of parts.entries()) out.push(written(part), strings[index + 1] ?? '');
  return { markup: out.join('') };
}

/** What already is markup and has escaped its own text, such as a picture. */
export function asMarkup(markup: string): Markup {
  return { markup };
}

function written(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  // Line breaks stay: they are seen where they matter.
  if (typeof part === 'string') return escapeMarkup(part.split('\n').map(withCodes).join('\n'));
  return 'markup' in part ? part.markup : part.map(written).join('');
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For HTML and XML, as text or inside quotes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (one) => ESCAPES[one] ?? one);
}
