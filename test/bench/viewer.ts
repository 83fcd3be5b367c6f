/** A browser's side of the stream, as light as can be: counts bytes, and reads the messages it is asked to. */
import { type IncomingMessage, request } from 'node:http';

export type Viewer = {
  /** Bytes of the body received so far, as they come over the wire (uncompressed unless asked for). */
  bytes(): number;
  /** Resolves when the snapshot is whole, or at the first message of a resumed stream; rejects when it ends before. */
  ready: Promise<void>;
  /** The id of the last message, to come back with; null before the first. */
  lastId(): string | null;
  close(): void;
};

/** A message as it stands in the stream; `at` is epoch ms of its arrival. */
export type Heard = (event: string, data: string, at: number) => void;

export const wallClock = (): number => performance.timeOrigin + performance.now();

export function openViewer(
  origin: string,
  events: readonly string[],
  heard: Heard,
  lastEventId: string | null = null,
): Viewer {
  let bytes = 0;
  let rest = '';
  let settled = false;
  let lastId: string | null = null;
  const done = Promise.withResolvers<void>();
  const outgoing = request(new URL('/api/v1/stream', origin), {
    agent: false,
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const take = (block: string, at: number): void => {
    const event = /^event: ?(.*)$/m.exec(block)?.[1] ?? 'message';
    lastId = /^id: ?(.*)$/m.exec(block)?.[1] ?? lastId;
    if (lastEventId !== null && !settled) {
      settled = true;
      done.resolve();
    }
    const isSnapshot = event === 'snapshot' && !settled;
    if (!isSnapshot && !events.includes(event)) return;
    const data = block.slice(block.indexOf('data:') + 5).trim();
    if (isSnapshot) {
      const { done: read, total } = JSON.parse(data) as { done: number; total: number };
      if (read >= total) {
        settled = true;
        done.resolve();
      }
    }
    if (events.includes(event)) heard(event, data, at);
  };
  outgoing.on('response', (response: IncomingMessage) => {
    if (response.statusCode !== 200) done.reject(new Error(`the stream answered ${response.statusCode}`));
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const at = wallClock();
      bytes += Buffer.byteLength(chunk);
      rest += chunk;
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block, at);
    });
    response.on('close', () => done.reject(new Error('the stream ended before its snapshot was whole')));
  });
  outgoing.on('error', (error) => done.reject(error));
  outgoing.end();
  return {
    bytes: () => bytes,
    ready: done.promise,
    lastId: () => lastId,
    close: () => outgoing.destroy(),
  };
}
