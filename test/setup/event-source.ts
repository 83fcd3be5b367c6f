/** A viewer as a browser is: one stream, which comes back by itself after as long as the server told it to wait. */
import { type IncomingMessage, request } from 'node:http';

/** When the stream broke, and when it had a whole snapshot again; epoch ms. */
export type Break = { at: number; liveAt: number | null };

export type EventSource = {
  live(): boolean;
  breaks(): readonly Break[];
  /** What no browser should meet: another answer than a stream, a snapshot with holes. */
  faults(): readonly string[];
  close(): void;
};

/** `address`: from where a proxy says that it comes. */
export function openEventSource(origin: string, address: string): EventSource {
  const breaks: Break[] = [];
  const faults: string[] = [];
  let lastId: string | null = null;
  let retryMs = 3000;
  let live = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let drop = (): void => undefined;

  function whole(): void {
    live = true;
    const last = breaks.at(-1);
    if (last !== undefined) last.liveAt ??= Date.now();
  }

  function broke(): void {
    drop = () => undefined;
    if (closed) return;
    if (live || breaks.length === 0) breaks.push({ at: Date.now(), liveAt: null });
    live = false;
    timer = setTimeout(connect, retryMs);
  }

  function read(response: IncomingMessage): void {
    let rest = '';
    const keys = new Set<string>();
    const take = (block: string): void => {
      const retry = /^retry: (\d+)$/m.exec(block)?.[1];
      if (retry !== undefined) retryMs = Number(retry);
      const event = /^event: (.*)$/m.exec(block)?.[1];
      if (event === undefined) return;
      lastId = /^id: (.*)$/m.exec(block)?.[1] ?? lastId;
      if (event !== 'snapshot') {
        // What it missed, of the very stream that it had.
        if (!live && keys.size === 0) whole();
        return;
      }
      const { rows, done, total, status } = JSON.parse(block.slice(block.indexOf('data: ') + 6)) as {
        rows: { key: string }[];
        done: number;
        total: number;
        status?: object | null;
      };
      if (keys.size === 0 && (status ?? null) === null) faults.push('a snapshot without a status');
      for (const { key } of rows) keys.add(String(key));
      if (done < total) return;
      if (keys.size !== total) faults.push(`a snapshot of ${keys.size} rows that says ${total}`);
      whole();
    };
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      rest += chunk;
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    });
  }

  function connect(): void {
    const outgoing = request(new URL('/api/v1/stream', origin), {
      agent: false,
      headers: {
        accept: 'text/event-stream',
        'x-forwarded-for': address,
        ...(lastId === null ? {} : { 'last-event-id': lastId }),
      },
    });
    outgoing.on('response', (response) => {
      response.on('error', () => outgoing.destroy());
      if (response.statusCode === 200) read(response);
      else {
        // A browser would give up.
        faults.push(`the stream answered ${response.statusCode}`);
        response.resume();
      }
    });
    // What went wrong shows as a break.
    outgoing.on('error', () => outgoing.destroy());
    outgoing.on('close', broke);
    drop = () => void outgoing.destroy();
    outgoing.end();
  }

  connect();
  return {
    live: () => live,
    breaks: () => breaks,
    faults: () => faults,
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      drop();
    },
  };
}
