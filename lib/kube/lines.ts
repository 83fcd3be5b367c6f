/**
 * Cuts a byte stream into lines. It cuts on bytes and decodes whole lines, so that a character of several
 * bytes that straddles two chunks comes out right. What stands after the last newline when the stream ends
 * was cut off and is dropped: the API server ends every event with a newline.
 */
const NEWLINE = 0x0a;

export type LineCutter = { push(chunk: Buffer): void };

/** `onLine` gets every non-empty line without its newline. It must not throw. */
export function createLineCutter(onLine: (line: string) => void): LineCutter {
  let rest: Buffer[] = [];
  return {
    push(chunk) {
      let start = 0;
      let end = chunk.indexOf(NEWLINE);
      if (rest.length > 0) {
        if (end < 0) {
          rest.push(Buffer.from(chunk));
          return;
        }
        rest.push(chunk.subarray(0, end));
        const line = Buffer.concat(rest).toString('utf8');
        rest = [];
        if (line !== '') onLine(line);
        start = end + 1;
        end = chunk.indexOf(NEWLINE, start);
      }
      while (end >= 0) {
        if (end > start) onLine(chunk.toString('utf8', start, end));
        start = end + 1;
        end = chunk.indexOf(NEWLINE, start);
      }
      // Copied, since the HTTP parser may use the chunk's memory again.
      if (start < chunk.length) rest.push(Buffer.from(chunk.subarray(start)));
    },
  };
}
