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
/** The fastest renewal of a window took less than the slowest of Tenure's own requests by this much, ms. */
const FASTER_MS = 25;
/**
 * Numbers kept for each slot: its number, the samples in it, max(R − M), min(R − M), min(A − M), max(R − A), and since
 * when renewals have been behind the fastest, 0 while they are not.
 */
const WIDTH = 7;
const BEHIND_SINCE = 6;
/** A renewal that was under way for longer than the fastest by this much is a slow request, ms … */
const SLOWER_MS = 250;
/** … unless all of them have been behind for so long: then that clock was set. */
const BEHIND_FOR_MS = 30_000;

/**
 * Slots of the sliding window, flat, oldest first. There are 65,000 of these in a large cluster: an array is
 * made anew with each slot, by `concat`: one that grows by `push` or a spread holds room for 16 more.
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
  if (last < 0 || window[last] !== slot) {
    const kept = window.slice(firstSlotSince(window, slot - SLOTS));
    const since = last < 0 ? 0 : (window[last + BEHIND_SINCE] ?? 0);
    return kept.concat(slot, 1, differenceMs, differenceMs, stampAgeMs, behindMs, since);
  }
  const slots = window as number[];
  slots[last + 1] = (slots[last + 1] ?? 0) + 1;
  slots[last + 2] = Math.max(slots[last + 2] ?? differenceMs, differenceMs);
  slots[last + 3] = Math.min(slots[last + 3] ?? differenceMs, differenceMs);
  slots[last + 4] = Math.min(slots[last + 4] ?? stampAgeMs, stampAgeMs);
  slots[last + 5] = Math.max(slots[last + 5] ?? behindMs, behindMs);
  return window;
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
  const from = firstSlotSince(window, Math.floor(now / SLOT_MS) - SLOTS);
  for (let i = from; i + WIDTH <= window.length; i += WIDTH) {
    samples += window[i + 1] ?? 0;
    greatest = Math.max(greatest, window[i + 2] ?? greatest);
    leastDifference = Math.min(leastDifference, window[i + 3] ?? leastDifference);
    youngestStamp = Math.min(youngestStamp, window[i + 4] ?? youngestStamp);
    fastest = Math.max(fastest, window[i + 5] ?? fastest);
  }
  if (samples === 0) return null;
  const lower = greatest - 1000;
  const least = leastDifference + latencyAllowanceMs;
  // Turned around, the renewals contradict each other: then which of them was the fastest tells nothing.
  const upper =
    lower > least ? least : Math.max(least, youngestStamp + fastest - FASTER_MS + latencyAllowanceMs);
  return { lower, upper, latencyAllowanceMs, samples };
}

/**
 * Whether a renewal that arrived at `at` with R − A = `behindMs` tells its holder's clock. A slow request does not: its
 * claim lies further behind its arrival than the fastest one's. Before there is a sample it is compared with the one
 * before it, than which it was slower by `slowerMs`: one of the two was slow, and nobody knows which.
 */
export function isSample(window: OffsetWindow, at: number, behindMs: number, slowerMs: number): boolean {
  let fastest = Number.NEGATIVE_INFINITY;
  for (
    let i = firstSlotSince(window, Math.floor(at / SLOT_MS) - SLOTS);
    i + WIDTH <= window.length;
    i += WIDTH
  )
    fastest = Math.max(fastest, window[i + 5] ?? fastest);
  if (fastest === Number.NEGATIVE_INFINITY) return Math.abs(slowerMs) <= SLOWER_MS;
  const slots = window as number[];
  const last = slots.length - WIDTH + BEHIND_SINCE;
  if (fastest - behindMs <= SLOWER_MS) slots[last] = 0;
  else if (slots[last] === 0) slots[last] = at;
  const since = slots[last] ?? 0;
  return since === 0 || at - since >= BEHIND_FOR_MS;
}

/** Where the slots after `oldest` begin. */
function firstSlotSince(window: OffsetWindow, oldest: number): number {
  let from = 0;
  while (from < window.length && (window[from] ?? 0) <= oldest) from += WIDTH;
  return from;
}
