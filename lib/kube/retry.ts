/** When to try again after a cycle ended, and whether that end is worth telling. */
import type { Backoff } from './backoff.ts';
import type { KubeFailure } from './failure.ts';

/** A watch that lived this long and ended in order is simply asked for again. */
const NORMAL_LIFE_MS = 5000;
const FORBIDDEN_MS = 15_000;
/** Longer than this nobody waits on a server's word. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;
/** A resourceVersion that expires again within this time is a fault, not an outage. */
const RELIST_MS = 60_000;

/** Failures of the watch alone, found by us: the API server may well be fine, so it is asked at once. */
const DISTRUST = new Set(['watch_silent', 'watch_behind', 'probe_unanswered', 'standstill']);

export type EndedCycle = {
  /** Null: the server ended the watch in order. */
  failure: KubeFailure | null;
  /** How long the watch had been open, ms; 0 when it never was. */
  openForMs: number;
  /** Since the last time everything was listed anew because of a 410, ms. */
  sinceRelistMs: number;
};

/** The delay before the next attempt, ms; 0 means at once. */
export function retryDelayMs(ended: EndedCycle, backoff: Backoff, random: () => number): number {
  const { failure, openForMs } = ended;
  if (failure === null || DISTRUST.has(failure.code)) {
    return openForMs >= NORMAL_LIFE_MS ? 0 : backoff.next(openForMs);
  }
  if (failure.retryAfterMs !== null) {
    return Math.min(LONGEST_RETRY_AFTER_MS, failure.retryAfterMs) + random() * 1000;
  }
  if (failure.type === 'expired') return ended.sinceRelistMs >= RELIST_MS ? 0 : backoff.next(openForMs);
  // Rights are granted by people: a slow, steady question finds it and costs nobody anything.
  if (failure.type === 'forbidden') return FORBIDDEN_MS * (1 + random());
  return backoff.next(openForMs);
}
