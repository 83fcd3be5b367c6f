/**
 * What nobody could see in a name: control characters, those that have no width or turn the direction of writing, and
 * ends of lines and paragraphs. For `replace` and `search`, which begin anew each time; `test` would not.
 */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
