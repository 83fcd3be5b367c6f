/** Lets something happen at most once in so long, whoever asks. */
export type RetryLimit = {
  /** 0 when it may happen now, and has thereby; else ms to wait. */
  take(now: number): number;
};

export function createRetryLimit(intervalMs: number): RetryLimit {
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    take(now) {
      const waitMs = lastAt + intervalMs - now;
      if (waitMs > 0) return waitMs;
      lastAt = now;
      return 0;
    },
  };
}
