/** The way from one process to the API server and back: latency, and what can go wrong with it. */
import type { Random } from './random.ts';
import type { Timer, Timers } from './time.ts';

export type Answer<T> = { value: T } | { error: unknown };

export class RequestError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}

/** The API server's side, the same for everybody. Times in ms. */
export type ServerLoad = {
  /** Added to every request on its way in. */
  slowMs: number;
  /** Requests that arrive before this true time wait until then. */
  stalledUntil: number;
};

export type Connection = {
  /** Runs `verb` at the server; `done` hears of it unless the call is cancelled first. */
  call<T>(verb: () => T, done: (answer: Answer<T>) => void): Timer;
  /** Requests fail until then (true time, ms). */
  partitionUntil(until: number): void;
  /** The process stands still until then, its requests with it. */
  pauseUntil(until: number): void;
};

/** A process behind a partition hears "no" after this long. */
const PARTITION_FAILS_AFTER_MS = 1_000;

/** Round trips of a few ms with a tail, as on a healthy cluster. */
export function createConnection(timers: Timers, random: Random, load: ServerLoad): Connection {
  const baseMs = random.between(1.5, 5);
  let partitioned = 0;
  let paused = 0;
  return {
    partitionUntil(until) {
      partitioned = until;
    },
    pauseUntil(until) {
      paused = until;
    },
    call(verb, done) {
      let pending: Timer | null = null;
      let cancelled = false;
      const after = (ms: number, run: () => void) => {
        pending = timers.after(ms, () => {
          if (!cancelled) run();
        });
      };
      const tail = random.next() < 0.02 ? random.between(10, 60) : 0;
      const wayMs = baseMs * random.between(0.8, 1.4) + tail;
      const start = Math.max(0, paused - timers.now());
      const fail = () => done({ error: new RequestError('EHOSTUNREACH', 'no route to the API server') });
      after(start, () => {
        if (partitioned > timers.now()) {
          after(PARTITION_FAILS_AFTER_MS, fail);
          return;
        }
        const stallMs = Math.max(0, load.stalledUntil - timers.now());
        // Requests that waited out a stall drain over a moment, not all in one instant.
        const drainMs = stallMs > 0 ? random.between(0, 250) : 0;
        after(wayMs * 0.6 + load.slowMs + stallMs + drainMs, () => {
          let answer: Answer<ReturnType<typeof verb>>;
          try {
            answer = { value: verb() };
          } catch (error) {
            answer = { error };
          }
          after(wayMs * 0.4, () => {
            if (partitioned > timers.now()) after(PARTITION_FAILS_AFTER_MS, fail);
            else if (paused > timers.now()) after(paused - timers.now(), () => done(answer));
            else done(answer);
          });
        });
      });
      return {
        cancel() {
          cancelled = true;
          pending?.cancel();
        },
      };
    },
  };
}
