/** JSON written as bytes: text of thousands of pieces would be copied again to be sent. */

export type JsonBytes = {
  /** Any text that is JSON already. */
  text(text: string): void;
  /** A whole number that is not negative. */
  whole(value: number): void;
  /** All that was written, in memory of its own. */
  done(): Uint8Array<ArrayBuffer>;
};

const FIRST_BYTES = 64 * 1024;
const ZERO = 48;
const ASCII = 128;
/** The most bytes of a UTF-16 unit. */
const UNIT_BYTES = 3;
const DIGITS = 16;
/** The digits of each number below it, four bytes each: dividing by ten for each digit takes twice as long. */
const FOUR_DIGITS = 10_000;
const FOURS = new TextEncoder().encode(
  Array.from({ length: FOUR_DIGITS }, (_, value) => String(value).padStart(4, '0')).join(''),
);

/** Written into again and again: memory outside the heap, given back by the megabyte, makes it be collected all the time. */
let spare: Uint8Array<ArrayBuffer> | null = null;
const MOST_SPARE_BYTES = 4 * 1024 * 1024;

export function createJsonBytes(): JsonBytes {
  const encoder = new TextEncoder();
  let bytes = spare ?? new Uint8Array(FIRST_BYTES);
  spare = null;
  let length = 0;

  function room(most: number): void {
    if (length + most <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, length + most));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  }
  function digits(value: number): void {
    const high = Math.floor(value / FOUR_DIGITS);
    if (high > 0) digits(high);
    const to = 4 * (value - high * FOUR_DIGITS) + 4;
    let from = to - 4;
    if (high === 0) while (from < to - 1 && FOURS[from] === ZERO) from += 1;
    const into = bytes;
    let at = length;
    for (; from < to; from++, at++) into[at] = FOURS[from] ?? ZERO;
    length = at;
  }
  return {
    text(text) {
      room(text.length * UNIT_BYTES);
      const into = bytes;
      const begun = length;
      const units = text.length;
      for (let index = 0; index < units; index++) {
        const code = text.charCodeAt(index);
        if (code >= ASCII) {
          length = begun + encoder.encodeInto(text, into.subarray(begun)).written;
          return;
        }
        into[begun + index] = code;
      }
      length = begun + text.length;
    },
    whole(value) {
      room(DIGITS);
      digits(Math.trunc(value));
    },
    done() {
      const written = bytes.slice(0, length);
      if (bytes.length <= MOST_SPARE_BYTES) spare = bytes;
      bytes = new Uint8Array(0);
      length = 0;
      return written;
    },
  };
}
