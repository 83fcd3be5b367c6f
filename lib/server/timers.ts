/** Timers as an argument; each call answers with what stops it. They never keep the process alive. */
export type Timers = {
  every(ms: number, run: () => void): () => void;
  after(ms: number, run: () => void): () => void;
  /** After the I/O that waits now: what long work calls between its slices. */
  soon(run: () => void): void;
};

export const systemTimers: Timers = {
  every(ms, run) {
    const timer = setInterval(run, ms).unref();
    return () => clearInterval(timer);
  },
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
  soon(run) {
    setImmediate(run);
  },
};
