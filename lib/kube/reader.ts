/** Single questions beside the watch, on a connection of their own that is kept while it works. */
import type { Cluster } from './cluster.ts';
import type { Answer, Connection, GetOptions } from './connection.ts';
import { failureOf, type KubeFailure } from './failure.ts';
import type { Timers } from './timers.ts';

/** People wait for these answers. */
const TIMEOUT_MS = 5000;
/** However many people ask at once, the API server sees no more of them than this; reviews go 24 at a time. */
const MOST_CONNECTIONS = 32;
/** Credentials are made anew after this long, as they are for every watch. */
const CONNECTION_MS = 60_000;

export type Read = { type: 'body'; body: unknown } | { type: 'failure'; failure: KubeFailure };
export type ReadForm = Omit<GetOptions, 'timeoutMs'>;
export type Reader = {
  /** Never rejects. */
  read(path: string, form?: ReadForm): Promise<Read>;
  /** Asks what the API takes as an object: a review. Never rejects. */
  review(path: string, object: object): Promise<Read>;
  /** The body, or null after any failure. */
  body(path: string): Promise<unknown>;
  close(): void;
};

export function createReader(options: {
  cluster: Cluster;
  clock: { now(): number };
  timers: Timers;
}): Reader {
  const { cluster, clock, timers } = options;
  let opening: Promise<Connection> | null = null;
  let openedAt = 0;
  let refused = false;
  let closed = false;

  function connect(): Promise<Connection> {
    if (opening !== null && clock.now() - openedAt < CONNECTION_MS) return opening;
    retire(opening);
    openedAt = clock.now();
    opening = cluster.connect({ clock, timers, fresh: refused, connections: MOST_CONNECTIONS });
    refused = false;
    return opening;
  }
  /** Lets what is under way on it finish. */
  function retire(old: Promise<Connection> | null): void {
    if (old === null) return;
    old.then(
      (connection) => timers.after(TIMEOUT_MS, () => connection.close()),
      () => undefined, // it never opened; whoever asked for it has been told
    );
  }

  async function ask(question: (connection: Connection) => Promise<Answer>): Promise<Read> {
    const asked = closed ? null : connect();
    try {
      if (asked === null) throw new Error('closed');
      const { body } = await question(await asked);
      return { type: 'body', body };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.status === null || failure.type === 'unauthorized') {
        refused = failure.type === 'unauthorized' || failure.type === 'credentials';
        if (opening === asked) {
          opening = null;
          retire(asked);
        }
      }
      return { type: 'failure', failure };
    }
  }

  const read = (path: string, form: ReadForm = {}): Promise<Read> =>
    ask((connection) => connection.get(path, { timeoutMs: TIMEOUT_MS, ...form }));

  return {
    read,
    review: (path, object) => ask((connection) => connection.create(path, object, { timeoutMs: TIMEOUT_MS })),
    async body(path) {
      const answer = await read(path);
      return answer.type === 'body' ? answer.body : null;
    },
    close() {
      closed = true;
      const last = opening;
      opening = null;
      last?.then(
        (connection) => connection.close(),
        () => undefined, // it never opened
      );
    },
  };
}
