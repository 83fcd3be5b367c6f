/** What can be done to the cluster, as JSON: by tests, by the story, and over the control endpoint. */

/** To the processes of the cluster. `lease` is "namespace/name"; times in ms. */
export type ProcessFault =
  /** The holder dies without a word; its container is back after `forMs`, never when 0. */
  | { do: 'crash'; lease: string; forMs?: number }
  /** The holder's Pod is gone without a word, as when it is deleted by force; a new one takes its place after `forMs`. */
  | { do: 'evict'; lease: string; forMs: number }
  /** The holder shuts down (and releases when it is configured to); a new Pod replaces it after `forMs`. */
  | { do: 'release'; lease: string; forMs?: number }
  /** The holder's requests fail, or hang. */
  | { do: 'partition'; lease: string; forMs: number }
  | { do: 'pause'; lease: string; forMs: number }
  /** All candidates end, and come back after `forMs`. */
  | { do: 'scale-to-zero'; lease: string; forMs: number }
  /** Somebody edits the holder by hand. */
  | { do: 'steal'; lease: string; holder?: string }
  | { do: 'delete'; lease: string }
  /** The node's heartbeat stops. */
  | { do: 'silence'; node: string; forMs: number }
  /** The node's clock is `ms` off from now on; back to right after `forMs` when given. */
  | { do: 'skew'; node: string; ms: number; forMs?: number };

/** To the API server behind its HTTP face. */
export type ServerFault =
  /** Every write and read of the electors takes `ms` longer. */
  | { do: 'slow'; ms: number; forMs: number }
  /** Nothing is answered, then all of it. */
  | { do: 'stall'; forMs: number }
  /** The API server's own clock. */
  | { do: 'server-clock'; ms: number }
  /** All history is forgotten: the next watch of an old resourceVersion gets 410, so does a list under way. */
  | { do: 'compact' };

/** Which requests an HTTP fault meets; watches and lists count as themselves, everything else as `other`. */
export type RequestKind = 'list' | 'watch' | 'get' | 'other';

/** To the connections and answers. A mode stays until `clear`. */
export type HttpFault =
  | { do: 'refuse' }
  /** All connections are reset now; with `always`, every later one too. */
  | { do: 'reset'; always?: boolean }
  /** Open watches go silent without a word; what they missed comes when cleared. */
  | { do: 'stall-watches' }
  /** Answers with this status: 401, 403, 410, 429, 500 …; `times` times, else until cleared. */
  | {
      do: 'respond';
      status: number;
      kinds?: RequestKind[];
      resource?: string;
      times?: number;
      retryAfterSeconds?: number;
    }
  /** Open watches get an ERROR event and end; `times` more that are opened too. */
  | { do: 'watch-error'; status: number; times?: number }
  /** Open watches end in the middle of a line. */
  | { do: 'cut-line' }
  /** Open watches end cleanly; with `always`, later ones as soon as they begin. */
  | { do: 'end-watches'; always?: boolean }
  /** Answers come `ms` late. */
  | { do: 'slow-responses'; ms: number }
  /** What a user may read: resources by name, `*` for all. */
  | { do: 'grant'; user: string; resources: string[] }
  | { do: 'revoke'; user: string; resources: string[] }
  /** Every HTTP fault and mode ends; rights stay. */
  | { do: 'clear' };

export type Fault = ProcessFault | ServerFault | HttpFault;

export class FaultError extends Error {
  readonly code = 'invalid_fault';
  constructor(message: string) {
    super(message);
    this.name = 'FaultError';
  }
}
