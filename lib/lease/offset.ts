/**
 * The vernier bound: how far a holder's clock is from the API server's, without an agent (field guide §8).
 * One renewal gives R − M = offset + frac − latency, with R the claimed renewTime, M the API server's stamp cut
 * to the second, 0 ≤ frac < 1 s and latency ≥ 0. Over a window of renewals
 *
 *   max(R − M) − 1 s ≤ offset ≤ min(R − M) + latency
 *
 * and the two sides close like a vernier as renewals fall on different parts of the second. The latency of the upper
 * side is that of the very renewal, which may have been the slowest. By how much it was slower than the fastest one
 * shows on the watch, where A is the arrival on Tenure's clock: R − A is least behind for the fastest. So that
 *
 *   offset ≤ min(A − M) + max(R − A) + latency of the fastest
 *
 * Both are allowed for: whatever the slowest of Tenure's own requests took for every renewal, and for the fastest of
 * them a little less. The truth has to be beyond both to be missed.
 */

/** Ten minutes, in three slots: each of 65,000 Leases keeps them. */
const SLOT_MS = 200_000;
const SLOTS = 3;
export const WINDOW_MS = SLOT_MS * SLOTS;
/** The fastest renewal of a window took less than the slowest of Tenure's own requests by this much, ms. */
const FASTER_MS = 25;
/** Numbers kept before the slots; what they mean is told where they are written, in `clock-change.ts`. */
export const UNSTEADY_AT = 0;
export const BACK_AT = 1;
export const STEPPED_AT = 2;
export const DOUBTED = 3;
export const FASTEST = 4;
const HEAD = 5;
/** Numbers of each slot: its own, the samples in it, max(R − M), min(R − M), min(A − M), max(R − A). */
const WIDTH = 6;

/**
 * What precedes them, and the slots of the sliding window, flat, oldest first. There are 65,000 of these in a large
 * cluster: an array is made anew with each slot, by `concat`: one that grows by `push` or a spread holds room for 16
 * more.
 */
export type OffsetWindow = readonly number[];

/** No sample yet. */
export const NO_OFFSETS: OffsetWindow = [];

/** `lower` > `upper`: within the window a clock stepped, or API servers disagree among themselves. */
export type OffsetBounds = { lower: number; upper: number; latencyAllowanceMs: number; samples: number };

/**
 * With one sample more: `differenceMs` = R − M, both epoch ms of their own clocks, that arrived at `at` on ours;
 * `stampAgeMs` = A − M.
 */
export function addOffsetSample(
  window: OffsetWindow,
  at: number,
  differenceMs: number,
  stampAgeMs: number,
): OffsetWindow {
  const slot = Math.floor(at / SLOT_MS);
  const last = window.length - WIDTH;
  const behindMs = differenceMs - stampAgeMs;
  if (last < 0) {
    const fresh = [at, 0, 0, Number.POSITIVE_INFINITY, behindMs];
    return fresh.concat(slot, 1, differenceMs, differenceMs, stampAgeMs, behindMs);
  }
  if (window[last] !== slot) {
    const kept = window.slice(0, HEAD).concat(window.slice(firstSlotSince(window, slot - SLOTS)));
    return kept.concat(slot, 1, differenceMs, differenceMs, stampAgeMs, behindMs);
  }
  const slots = window as number[];
  slots[last + 1] = (slots[last + 1] ?? 0) + 1;
  slots[last + 2] = Math.max(slots[last + 2] ?? differenceMs, differenceMs);
  slots[last + 3] = Math.min(slots[last + 3] ?? differenceMs, differenceMs);
  slots[last + 4] = Math.min(slots[last + 4] ?? stampAgeMs, stampAgeMs);
  slots[last + 5] = Math.max(slots[last + 5] ?? behindMs, behindMs);
  return window;
}

/** A renewal was faster than all before, or its clock was set: either moves the upper side, `behindMs` = R − A. */
export function addFastest(window: OffsetWindow, behindMs: number): void {
  (window as number[])[window.length - 1] = Math.max(window[window.length - 1] ?? behindMs, behindMs);
}

/** Null without a sample in the window: "not resolvable", never zero. */
export function offsetBounds(
  window: OffsetWindow,
  now: number,
  latencyAllowanceMs: number,
): OffsetBounds | null {
  let samples = 0;
  let greatest = Number.NEGATIVE_INFINITY;
  let leastDifference = Number.POSITIVE_INFINITY;
  let youngestStamp = Number.POSITIVE_INFINITY;
  let fastest = Number.NEGATIVE_INFINITY;
  const oldest = Math.floor(now / SLOT_MS) - SLOTS;
  for (let i = firstSlotSince(window, oldest); i + WIDTH <= window.length; i += WIDTH) {
    samples += window[i + 1] ?? 0;
    greatest = Math.max(greatest, window[i + 2] ?? greatest);
    leastDifference = Math.min(leastDifference, window[i + 3] ?? leastDifference);
    youngestStamp = Math.min(youngestStamp, window[i + 4] ?? youngestStamp);
    fastest = Math.max(fastest, window[i + 5] ?? fastest);
  }
  if (samples === 0) return null;
  const least = leastDifference + latencyAllowanceMs;
  // It was set within the window: which renewal of the two times was the fastest tells nothing of both.
  const isStepped = Math.floor((window[STEPPED_AT] ?? 0) / SLOT_MS) > oldest;
  if (isStepped && greatest - 1000 > least)
    return { lower: greatest - 1000, upper: least, latencyAllowanceMs, samples };
  // Not contradicted yet, or not known to be set: both times may be true.
  const lower = Math.min(greatest, window[DOUBTED] ?? greatest) - 1000;
  // Of those since it was set the fastest may be the only one.
  const fasterMs = isStepped ? 0 : FASTER_MS;
  const upper = Math.max(least, youngestStamp + fastest - fasterMs + latencyAllowanceMs);
  return { lower, upper, latencyAllowanceMs, samples };
}

/** Since when there has been no sample, epoch ms, to a slot. */
export function lastSampledAt(window: OffsetWindow): number {
  return ((window[window.length - WIDTH] ?? 0) + 1) * SLOT_MS;
}

/** Where the slots after `oldest` begin. */
function firstSlotSince(window: OffsetWindow, oldest: number): number {
  let from = HEAD;
  while (from < window.length && (window[from] ?? 0) <= oldest) from += WIDTH;
  return from;
}
