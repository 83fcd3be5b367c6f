/** Requests as no well-behaved client makes them: bytes on a socket. */
import { connect, type Socket } from 'node:net';

export type Wire = {
  socket: Socket;
  write(text: string): void;
  /** All that came, once the other side has closed; with how long that took, ms. */
  closed: Promise<{ text: string; afterMs: number }>;
  end(): void;
};

export function wire(origin: string): Wire {
  const { hostname, port } = new URL(origin);
  const startedAt = performance.now();
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  // A reset is one of the ways in which a server ends it.
  socket.on('error', () => undefined);
  const closed = new Promise<{ text: string; afterMs: number }>((resolve) =>
    socket.once('close', () => resolve({ text, afterMs: performance.now() - startedAt })),
  );
  return {
    socket,
    write: (more) => void socket.write(more),
    closed,
    end: () => void socket.destroy(),
  };
}

/** One request, whose connection is closed after it: status and all that was said. */
export async function sent(
  origin: string,
  line: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<{ status: number; text: string }> {
  const one = wire(origin);
  const all = { Host: new URL(origin).host, Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  one.write(`${[`${line} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`);
  const { text } = await one.closed;
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text };
}
