/** The simulator's API server in this process: requests reach its handler without sockets, and can be cut off. */
import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connection, ConnectionOptions, StreamOptions } from '../../lib/kube/connection.ts';
import { failureOfStatus, KubeFailure } from '../../lib/kube/failure.ts';
import type { Cluster } from '../../lib/simulator/cluster.ts';
import { ADMIN_TOKEN, createAccess } from '../../lib/simulator/http/access.ts';
import { createHandler } from '../../lib/simulator/http/handler.ts';
import { createLister } from '../../lib/simulator/http/list.ts';
import { createModes } from '../../lib/simulator/http/modes.ts';
import { createWatchHub } from '../../lib/simulator/http/watch.ts';

export type Network = {
  /** Requests fail from now on, and those under way now. */
  down(): void;
  up(): void;
  /** What is under way fails, watches too. */
  reset(): void;
  /** Open watches say nothing more, without a word, until they are reset. */
  silence(): void;
  endWatches(): void;
  forgetHistory(): void;
  /** A process's way to the server; `cut` ends it without the process hearing of it. */
  way(): { connect(options: ConnectionOptions): Promise<Connection>; cut(): void };
};

type Exchange = { fail(failure: KubeFailure): void; drop(): void };

const refused = () => new KubeFailure('network', 'refused', 'connect ECONNREFUSED', '');

/** `stirred` is told whenever anything was sent. */
export function createNetwork(cluster: Cluster, stirred: () => void): Network {
  const hub = createWatchHub(cluster.timers, cluster.random, cluster.store.revisions);
  const lister = createLister();
  const modes = createModes();
  const access = createAccess();
  const handle = createHandler({ cluster, access, lister, hub, modes, address: () => '127.0.0.1:1' });
  const underWay = new Set<Exchange>();
  let isDown = false;

  function failAll(): void {
    for (const exchange of [...underWay]) exchange.fail(refused());
  }

  /** One GET; `mine` are the exchanges of its process. */
  function exchange(
    path: string,
    options: ConnectionOptions,
    mine: Set<Exchange>,
    handlers: Pick<StreamOptions, 'onHead' | 'onData'>,
  ): { done: Promise<{ status: number; date: string | undefined }>; close: (why: KubeFailure) => void } {
    const headers: Record<string, string> = {};
    const events = new EventEmitter();
    const sentAt = options.clock.now();
    let status = 0;
    let errorBody = '';
    let over = false;
    let settle: Exchange = { fail: () => undefined, drop: () => undefined };
    const done = new Promise<{ status: number; date: string | undefined }>((resolve, reject) => {
      const end = (): boolean => {
        if (over) return false;
        over = true;
        underWay.delete(settle);
        mine.delete(settle);
        events.emit('close');
        stirred();
        return true;
      };
      settle = {
        fail(failure) {
          if (end()) reject(failure);
        },
        // Nobody is there any more to hear of it.
        drop: () => void end(),
      };
      underWay.add(settle);
      mine.add(settle);
      const outgoing = {
        headersSent: false,
        writableLength: 0,
        on: (name: string, listen: () => void) => events.on(name, listen),
        once: (name: string, listen: () => void) => events.once(name, listen),
        setHeader: (name: string, value: string) => {
          headers[name] = value;
        },
        flushHeaders: () => undefined,
        writeHead(code: number, more: Record<string, string> = {}) {
          if (over) return;
          status = code;
          outgoing.headersSent = true;
          Object.assign(headers, more);
          const head = { status, date: headers.date, sentAt, receivedAt: options.clock.now() };
          options.onHead?.(head);
          if (code < 300) handlers.onHead(head);
        },
        write(chunk: string | Buffer) {
          if (over) return;
          stirred();
          if (status >= 300) errorBody += chunk.toString();
          else {
            try {
              handlers.onData(Buffer.from(chunk));
            } catch (error) {
              const failure = error instanceof KubeFailure ? error : refused();
              settle.fail(failure);
            }
          }
        },
        end(chunk?: string | Buffer) {
          if (chunk !== undefined) outgoing.write(chunk);
          if (!end()) return;
          if (status < 300) resolve({ status, date: headers.date });
          else reject(failureOfStatus(status, errorBody, headers['retry-after']));
        },
      };
      const incoming = {
        method: 'GET',
        url: path,
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'user-agent': 'tenure' },
        socket: { destroy: () => settle.fail(refused()), resetAndDestroy: () => settle.fail(refused()) },
      };
      if (isDown) settle.fail(refused());
      // Of both sides only what the handler uses is there.
      else handle(incoming as unknown as IncomingMessage, outgoing as unknown as ServerResponse);
    });
    return { done, close: (why) => settle.fail(why) };
  }

  return {
    down() {
      isDown = true;
      failAll();
    },
    up() {
      isDown = false;
    },
    reset: failAll,
    silence() {
      for (const watcher of hub.watchers()) watcher.stall(true);
    },
    endWatches() {
      for (const watcher of hub.watchers()) watcher.end();
    },
    forgetHistory() {
      lister.forget();
      cluster.inject({ do: 'compact' });
    },
    way() {
      const mine = new Set<Exchange>();
      let isCut = false;
      async function connect(options: ConnectionOptions): Promise<Connection> {
        const open = new Set<(why: KubeFailure) => void>();
        let closed: KubeFailure | null = null;
        const ask = async (path: string, handlers: Pick<StreamOptions, 'onHead' | 'onData'>) => {
          if (closed !== null) throw closed;
          if (isCut) return new Promise<never>(() => undefined);
          const sentAt = options.clock.now();
          const { done, close } = exchange(path, options, mine, handlers);
          open.add(close);
          const { status, date } = await done.finally(() => open.delete(close));
          return { status, date, sentAt, receivedAt: options.clock.now() };
        };
        return {
          async get(path) {
            let text = '';
            const head = await ask(path, {
              onHead: () => undefined,
              onData: (chunk) => {
                text += chunk.toString();
              },
            });
            return { ...head, body: JSON.parse(text) };
          },
          create: () => Promise.reject(new Error('not asked for')),
          async stream(path, handlers) {
            await ask(path, handlers);
          },
          close(reason) {
            closed ??= reason ?? new KubeFailure('network', 'closed', 'the connection was closed here', '');
            for (const close of [...open]) close(closed);
          },
        };
      }
      return {
        connect,
        cut() {
          isCut = true;
          for (const exchange of [...mine]) exchange.drop();
        },
      };
    },
  };
}
