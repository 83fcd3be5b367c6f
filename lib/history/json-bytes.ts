/** JSON written as bytes, a text at a time: all of it as one text would be copied again to be sent. */

export type JsonBytes = {
  /** Any text that is JSON already: rather long ones, since each costs a call. */
  text(text: string): void;
  /** All that was written, in memory of its own. */
  done(): Uint8Array<ArrayBuffer>;
};

const FIRST_BYTES = 64 * 1024;
/** The most bytes of a UTF-16 unit. */
const UNIT_BYTES = 3;

/** Written into again and again: memory outside the heap, given back by the megabyte, makes it be collected all the time. */
let spare: Buffer<ArrayBuffer> | null = null;
const MOST_SPARE_BYTES = 4 * 1024 * 1024;

export function createJsonBytes(): JsonBytes {
  let bytes = spare ?? Buffer.alloc(FIRST_BYTES);
  spare = null;
  let length = 0;

  return {
    text(text) {
      const most = length + text.length * UNIT_BYTES;
      if (most > bytes.length) {
        const larger = Buffer.alloc(Math.max(2 * bytes.length, most));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      length += bytes.write(text, length);
    },
    done() {
      const written = new Uint8Array(bytes.subarray(0, length));
      if (bytes.length <= MOST_SPARE_BYTES) spare = bytes;
      bytes = Buffer.alloc(0);
      length = 0;
      return written;
    },
  };
}
