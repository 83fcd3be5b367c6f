/** When to try again after a receiver did not take a message. */

const FIRST_MS = 1000;
/** It is told within a minute or so after it is back. */
const LAST_MS = 40_000;
/** Longer than this nobody waits on a server's word. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

/**
 * `failures`: how many in a row, from 1; each wait is twice the one before, and as much again at random, so that several
 * Tenures do not come back together. `retryAfterMs`: what the receiver asked for.
 */
export function retryDelayMs(failures: number, retryAfterMs: number | null, random: () => number): number {
  const stepMs = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  const ownMs = stepMs * (1 + random());
  const asked = Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs ?? 0);
  return Math.max(ownMs, asked === 0 ? 0 : asked + random() * FIRST_MS);
}

/** `Retry-After` in its two forms, ms from `now` (epoch ms); null of what is neither. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
