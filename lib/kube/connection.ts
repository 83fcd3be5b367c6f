/**
 * HTTP to one API server with one set of credentials, for one list-and-watch cycle: undici's dispatcher with
 * raw handlers, since a stream object and a promise for every chunk would cost more than the events do.
 */
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { failureOf, failureOfStatus, KubeFailure, protocolFailure } from './failure.ts';
import type { Timers } from './timers.ts';

/** What TLS is made with; what is absent is Node's default. */
export type TlsOptions = {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  passphrase?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
};

export type Access = {
  server: URL;
  /** A list of values is sent as so many headers. */
  headers: Record<string, string | string[]>;
  tls: TlsOptions;
  proxy: string | null;
};

/** The head of every answer, with when it was asked for and came, epoch ms on the given clock. */
export type AnswerHead = { status: number; date: string | undefined; sentAt: number; receivedAt: number };

export type ConnectionOptions = {
  clock: { now(): number };
  timers: Timers;
  /** Told of every answer, whatever its status. */
  onHead?: (head: AnswerHead) => void;
  /** Of TCP, at most; what else is asked waits for one. Without it each request under way has its own. */
  connections?: number;
};

export type Connection = {
  /** The decoded JSON body of a GET; rejects with a KubeFailure on anything but 2xx. */
  get(path: string, options: GetOptions): Promise<Answer>;
  /** The same of a POST of `object`, for questions that the API takes as objects (reviews): Tenure writes nothing. */
  create(path: string, object: object, options: { timeoutMs: number }): Promise<Answer>;
  /** A GET whose body is handed on as it comes; settles when it ends. Rejects as `get` does. */
  stream(path: string, options: StreamOptions): Promise<void>;
  /** Cuts everything under way, at once; it rejects with a KubeFailure of code `closed`. */
  close(reason?: KubeFailure): void;
};
export type Answer = AnswerHead & { body: unknown };
/** `accept`: another form of the answer than the whole object. `mostBytes`: a longer answer is a failure. */
export type GetOptions = { timeoutMs: number; accept?: string; mostBytes?: number };
export type StreamOptions = {
  headersTimeoutMs: number;
  onHead: (head: AnswerHead) => void;
  /** Must not keep the chunk. An exception ends the stream with it. */
  onData: (chunk: Buffer) => void;
};

const CONNECT_TIMEOUT_MS = 10_000;
/** As client-go: below the idle timeouts of the usual cloud load balancers. */
const KEEP_ALIVE_MS = 30_000;
/** A page of 500 Leases with the 256 KiB of annotations that each may have. */
export const MOST_BODY_BYTES = 128 * 1024 * 1024;
/** The code of the failure that says so. */
export const TOO_LONG = 'too_long';
/** An error's body is read up to here; a Status object is far smaller. */
const ERROR_BODY_BYTES = 64 * 1024;
/** So much of a stream that comes faster than it is handled, and the event loop has its turn: a few ms of work. */
const TURN_BYTES = 256 * 1024;

export function openConnection(access: Access, options: ConnectionOptions): Connection {
  const { clock, timers } = options;
  const dispatcher = makeDispatcher(access, options.connections);
  const basePath = access.server.pathname.replace(/\/$/, '');
  const open = new Set<(failure: KubeFailure) => void>();
  let closed: KubeFailure | null = null;

  /** One GET, or a POST where there is a `body`. `onData` only sees the body of a 2xx answer. */
  function exchange(
    path: string,
    handlers: StreamOptions & { whole: boolean; accept?: string | undefined; body?: string | undefined },
  ): Promise<AnswerHead> {
    return new Promise((resolve, reject) => {
      if (closed !== null) {
        reject(closed);
        return;
      }
      const sentAt = clock.now();
      let head: AnswerHead | null = null;
      let retryAfter: string | undefined;
      let controller: Dispatcher.DispatchController | null = null;
      const errorBody: Buffer[] = [];
      let errorBytes = 0;
      let sinceTurn = 0;
      const cancelTimer = timers.after(handlers.headersTimeoutMs, () =>
        abort(
          new KubeFailure(
            'network',
            'timeout',
            `no answer in ${handlers.headersTimeoutMs / 1000} s`,
            TIMEOUT_HINT,
          ),
        ),
      );
      const settle = (): void => {
        cancelTimer();
        open.delete(abort);
      };
      const abort = (failure: KubeFailure): void => {
        settle();
        reject(failure);
        controller?.abort(failure);
      };
      open.add(abort);
      dispatcher.dispatch(
        {
          origin: access.server.origin,
          path: basePath + path,
          method: handlers.body === undefined ? 'GET' : 'POST',
          headers: {
            ...access.headers,
            ...(handlers.accept === undefined ? {} : { Accept: handlers.accept }),
            ...(handlers.body === undefined ? {} : { 'Content-Type': 'application/json' }),
          },
          ...(handlers.body === undefined ? {} : { body: handlers.body }),
          headersTimeout: 0,
          // Silence is judged by the reader, which knows how long is too long.
          bodyTimeout: 0,
        },
        {
          onRequestStart(started) {
            controller = started;
            if (!open.has(abort)) started.abort(closed ?? new Error('given up'));
          },
          onResponseStart(_, status, headers) {
            // Early hints and the like: the answer is yet to come.
            if (status < 200) return;
            // The reader judges the silence of what it reads; of a refusal it is told when that is whole.
            if (!handlers.whole && status < 300) cancelTimer();
            retryAfter = single(headers['retry-after']);
            head = { status, date: single(headers.date), sentAt, receivedAt: clock.now() };
            options.onHead?.(head);
            const encoding = single(headers['content-encoding']) ?? 'identity';
            if (encoding !== 'identity') {
              abort(protocolFailure(`the answer is compressed (${encoding}), which was not asked for`));
              return;
            }
            if (status >= 200 && status < 300) handlers.onHead(head);
          },
          onResponseData(started, chunk) {
            if (!open.has(abort)) return;
            if (head !== null && head.status >= 200 && head.status < 300) {
              sinceTurn += chunk.length;
              if (sinceTurn >= TURN_BYTES) {
                sinceTurn = 0;
                started.pause();
                setImmediate(() => started.resume());
              }
              try {
                handlers.onData(chunk);
              } catch (error) {
                abort(failureOf(error));
              }
            } else if (errorBytes < ERROR_BODY_BYTES) {
              errorBytes += chunk.length;
              errorBody.push(Buffer.from(chunk));
            }
          },
          onResponseEnd() {
            settle();
            if (head === null) reject(protocolFailure('an answer without a head'));
            else if (head.status >= 200 && head.status < 300) resolve(head);
            else reject(failureOfStatus(head.status, Buffer.concat(errorBody).toString('utf8'), retryAfter));
          },
          onResponseError(_, error) {
            settle();
            reject(failureOf(error));
          },
        },
      );
    });
  }

  async function whole(path: string, options: GetOptions & { body?: string }): Promise<Answer> {
    const { timeoutMs, accept, body, mostBytes = MOST_BODY_BYTES } = options;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const head = await exchange(path, {
      headersTimeoutMs: timeoutMs,
      // The whole answer has to be there in time, not only its head.
      whole: true,
      accept,
      body,
      onHead: () => undefined,
      onData(chunk) {
        bytes += chunk.length;
        if (bytes > mostBytes) throw tooLong(mostBytes);
        chunks.push(Buffer.from(chunk));
      },
    });
    return { ...head, body: parseBody(Buffer.concat(chunks).toString('utf8')) };
  }

  return {
    get: (path, options) => whole(path, options),
    create: (path, object, options) => whole(path, { ...options, body: JSON.stringify(object) }),
    async stream(path, handlers) {
      await exchange(path, { ...handlers, whole: false });
    },
    close(reason) {
      if (closed !== null) return;
      closed = reason ?? new KubeFailure('network', 'closed', 'the connection was closed here', '');
      for (const abort of [...open]) abort(closed);
      dispatcher.destroy(closed, () => undefined);
    },
  };
}

const TIMEOUT_HINT = 'The API server, or something before it, took the request and did not answer in time.';

function makeDispatcher(access: Access, connections: number | null = null): Dispatcher {
  // HTTP/1.1: a watch has a connection of its own anyway, and its parser is the cheaper one.
  const connect = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS, timeout: CONNECT_TIMEOUT_MS };
  const requestTls = { ...access.tls, ...connect, allowH2: false };
  if (access.proxy === null) return new Agent({ allowH2: false, connections, connect: requestTls });
  return new ProxyAgent({
    uri: access.proxy,
    allowH2: false,
    connections,
    requestTls,
    proxyTls: connect,
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw protocolFailure(`the answer is not JSON: ${text.slice(0, 100)}`);
  }
}

function tooLong(mostBytes: number): KubeFailure {
  const message = `the answer is longer than ${mostBytes / 1024 / 1024} MiB`;
  return new KubeFailure('protocol', TOO_LONG, message, '');
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
