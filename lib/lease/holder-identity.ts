/**
 * A holder's identity as it is kept. The API server limits neither its length nor its characters (field guide §1),
 * and it is remembered thousands of times over and looked up in an index, of which PostgreSQL's take 2,704 bytes.
 */

/** Longer than any that a Pod's name, a Node's name or a URL makes; at most 1,536 bytes. */
export const MOST_CHARACTERS = 512;
const BEGINNING = 440;

/** The same identity is always kept alike, and another one is kept otherwise: what is cut off leaves its sum. */
export function keptIdentity(identity: string): string {
  const text =
    identity.length > MOST_CHARACTERS
      ? `${identity.slice(0, BEGINNING)}… (${identity.length} characters, ${sumOf(identity)})`
      : identity;
  // What no database and no page can show is replaced by what stands for it.
  return text.includes('\0') || !text.isWellFormed() ? text.toWellFormed().replaceAll('\0', '␀') : text;
}

/** Two times FNV-1a of 32 bits, one of them backwards. */
function sumOf(text: string): string {
  let forwards = 0x811c9dc5;
  let backwards = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    forwards = Math.imul(forwards ^ text.charCodeAt(at), 0x01000193);
    backwards = Math.imul(backwards ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [forwards, backwards].map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('');
}
