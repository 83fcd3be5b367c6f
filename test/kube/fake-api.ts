/** A scripted API server on loopback: every request takes the next answer of its kind; without one it waits. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;
export type Kind = 'list' | 'watch' | 'get' | 'version' | 'other';
export type Asked = { kind: Kind; path: string; query: URLSearchParams; headers: IncomingMessage['headers'] };

export type FakeApi = {
  url: string;
  asked: Asked[];
  /** Answers for the coming requests of that kind, in order; the last one stays for all later ones. */
  script(kind: Kind, ...answers: Answer[]): void;
  sockets(): number;
  /** Cuts all connections with a TCP reset. */
  reset(): void;
  close(): Promise<void>;
};

export async function startFakeApi(onRequest: () => void = () => undefined): Promise<FakeApi> {
  const scripts: Record<Kind, Answer[]> = {
    list: [],
    watch: [],
    get: [],
    version: [json({ major: '1', minor: '30', gitVersion: 'v1.30.0' })],
    other: [status(404, 'not here')],
  };
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const kind = kindOf(url);
    asked.push({ kind, path: url.pathname, query: url.searchParams, headers: request.headers });
    const answers = scripts[kind];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(response, request);
    onRequest();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    script(kind, ...answers) {
      scripts[kind] = answers;
    },
    sockets: () => sockets.size,
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function kindOf(url: URL): Kind {
  if (url.pathname === '/version') return 'version';
  if (url.searchParams.get('watch') === 'true') return 'watch';
  if (/\/leases$/.test(url.pathname)) return 'list';
  return /\/leases\/[^/]+$/.test(url.pathname) ? 'get' : 'other';
}

export function json(body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function status(
  code: number,
  message: string,
  headers: Record<string, string> = {},
  reason = '',
): Answer {
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code };
  return (response) =>
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function leaseList(
  resourceVersion: string,
  items: unknown[],
  metadata: Record<string, unknown> = {},
): Answer {
  return json({ kind: 'LeaseList', metadata: { resourceVersion, ...metadata }, items });
}

/** A watch that sends these events at once and stays open; `after` may go on with the response. */
export function watching(
  events: unknown[],
  options: { date?: string; after?: (response: ServerResponse) => void } = {},
): Answer {
  return (response) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(options.date ? { date: options.date } : {}),
    });
    response.flushHeaders();
    for (const event of events) response.write(`${JSON.stringify(event)}\n`);
    options.after?.(response);
  };
}

/** A watch that sends these events and ends in order. */
export function watchEnding(events: unknown[]): Answer {
  return watching(events, { after: (response) => response.end() });
}

export const reset: Answer = (_, request) => request.socket.resetAndDestroy();

/** Never answers. */
export const silence: Answer = () => undefined;
