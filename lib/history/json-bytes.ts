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
/** Divisions beyond 31 bits are slow; those of the halves are not. */
const HALF = 100_000_000;
const HALF_DIGITS = 8;

export function createJsonBytes(): JsonBytes {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;

  function room(most: number): void {
    if (length + most <= bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * bytes.length, length + most));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  }
  /** Digits of what is less than 2^31, with zeros before them up to `least`. */
  function digits(value: number, least: number): void {
    let count = 1;
    for (let rest = (value / 10) | 0; rest > 0; rest = (rest / 10) | 0) count += 1;
    count = Math.max(count, least);
    let rest = value;
    for (let at = length + count - 1; at >= length; at--) {
      const tens = (rest / 10) | 0;
      bytes[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
    length += count;
  }
  return {
    text(text) {
      room(text.length * UNIT_BYTES);
      const into = bytes;
      const begun = length;
      for (let index = 0; index < text.length; index++) {
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
      const high = Math.floor(value / HALF);
      if (high > 0) digits(high, 1);
      digits(value - high * HALF, high > 0 ? HALF_DIGITS : 1);
    },
    done: () => bytes.slice(0, length),
  };
}
