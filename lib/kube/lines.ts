/**
 * Cuts a byte stream into lines. It cuts on bytes and decodes whole lines, so that a character of several
 * bytes that straddles two chunks comes out right. What stands after the last newline when the stream ends
 * was cut off and is dropped: the API server ends every event with a newline.
 */
const NEWLINE = 0x0a;
/** An object is at most 1.5 MiB in etcd, and JSON may write each of its bytes as six. */
export const MOST_LINE_BYTES = 16 * 1024 * 1024;

export type LineCutter = { push(chunk: Buffer): void };

/**
 * `onLine` gets every non-empty line without its newline. It must not throw. `onTooLong` is told when a line is
 * longer than `MOST_LINE_BYTES`; what came of it is let go of, and nothing more should be pushed.
 */
export function createLineCutter(onLine: (line: string) => void, onTooLong: () => void): LineCutter {
  let rest: Buffer[] = [];
  let restBytes = 0;

  /** Copied, since the HTTP parser may use the chunk's memory again. */
  function keep(part: Buffer): void {
    restBytes += part.length;
    if (restBytes <= MOST_LINE_BYTES) {
      rest.push(Buffer.from(part));
      return;
    }
    rest = [];
    restBytes = 0;
    onTooLong();
  }

  return {
    push(chunk) {
      let start = 0;
      let end = chunk.indexOf(NEWLINE);
      if (rest.length > 0) {
        if (end < 0) {
          keep(chunk);
          return;
        }
        rest.push(chunk.subarray(0, end));
        const line = Buffer.concat(rest).toString('utf8');
        rest = [];
        restBytes = 0;
        if (line !== '') onLine(line);
        start = end + 1;
        end = chunk.indexOf(NEWLINE, start);
      }
      while (end >= 0) {
        if (end > start) onLine(chunk.toString('utf8', start, end));
        start = end + 1;
        end = chunk.indexOf(NEWLINE, start);
      }
      if (start < chunk.length) keep(chunk.subarray(start));
    },
  };
}
