/** Reads Server-Sent Events from a stream as a browser would, without ever waiting for more. */

export type Received = { id: string | null; event: string; data: unknown; bytes: number };

export function readStream(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const received: Received[] = [];
  const decoder = new TextDecoder();
  let text = '';
  let comments = 0;
  let retryMs = 0;
  let bytes = 0;
  let ended: 'open' | 'closed' | 'failed' = 'open';

  (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      text += decoder.decode(value, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
    ended = 'closed';
  })().catch(() => {
    ended = 'failed';
  });

  function take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const event = fields.get('event');
    if (event === undefined) {
      if (fields.has('')) comments += 1;
      retryMs = Number(fields.get('retry') ?? retryMs);
      return;
    }
    received.push({
      id: fields.get('id') ?? null,
      event,
      data: JSON.parse(fields.get('data') ?? 'null'),
      bytes: block.length,
    });
  }

  return {
    received,
    of: <T>(event: string) =>
      received.filter((message) => message.event === event).map((message) => message.data as T),
    lastId: () => received.findLast((message) => message.id !== null)?.id ?? null,
    comments: () => comments,
    /** After how long a browser would come back. */
    retryMs: () => retryMs,
    bytes: () => bytes,
    ended: () => ended,
    cancel: () => reader.cancel(),
  };
}
