/** One argument in bash or zsh, whatever it contains. Names come from a cluster that may be hostile. */
import { UNSEEN } from '../lease/unseen.ts';

const PLAIN = /^[A-Za-z0-9_./@+-][A-Za-z0-9_./:=@%+-]*$/;

/**
 * Plain words stay as they are; the rest goes into single quotes, where nothing is special but the quote
 * itself. Words with what nobody could see become `$'…'`, so that a copied command is always one line and
 * nothing of it can run before it has been read; NUL cannot be in a word and is left out.
 */
export function shellQuote(word: string): string {
  if (PLAIN.test(word)) return word;
  if (word.search(UNSEEN) < 0) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${word.replace(/['\\]/g, '\\$&').replace(UNSEEN, escaped)}'`;
}

function escaped(character: string): string {
  if (character === '\0') return '';
  // Octal escapes name bytes and end after three digits, so that what follows cannot join them.
  let bytes = '';
  for (const byte of new TextEncoder().encode(character)) bytes += `\\${byte.toString(8).padStart(3, '0')}`;
  return bytes;
}
