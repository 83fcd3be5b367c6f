/** One argument in bash or zsh, whatever it contains. Names come from a cluster that may be hostile. */

const PLAIN = /^[A-Za-z0-9_./@+-][A-Za-z0-9_./:=@%+-]*$/;

/**
 * Plain words stay as they are; the rest goes into single quotes, where nothing is special but the quote
 * itself. Words with control characters become `$'…'`, so that a copied command is always one line and
 * nothing of it can run before it has been read; NUL cannot be in a word and is left out.
 */
export function shellQuote(word: string): string {
  if (PLAIN.test(word)) return word;
  if (!hasControl(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  let quoted = '';
  for (const character of word) quoted += escaped(character);
  return `$'${quoted}'`;
}

/** Control characters, and those that are invisible or turn the direction of writing: what is read is what runs. */
function isControl(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0xfeff) return true;
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f)
  );
}

function hasControl(word: string): boolean {
  for (const character of word) if (isControl(character.codePointAt(0) ?? 0)) return true;
  return false;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0) return '';
  if (character === "'" || character === '\\') return `\\${character}`;
  if (!isControl(code)) return character;
  // Octal escapes name bytes and end after three digits, so that what follows cannot join them.
  let bytes = '';
  for (const byte of new TextEncoder().encode(character)) bytes += `\\${byte.toString(8).padStart(3, '0')}`;
  return bytes;
}
