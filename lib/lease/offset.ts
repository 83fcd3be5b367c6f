/**
 * The vernier bound: how far a holder's clock is from the API server's, without an agent (field guide §8).
 * One renewal gives R − M = offset + frac − latency, with R the claimed renewTime, M the API server's stamp cut
 * to the second, 0 ≤ frac < 1 s and latency ≥ 0. Over a window of renewals
 *
 *   max(R − M) − 1 s ≤ offset ≤ min(R − M) + latency
 *
 * and the two sides close like a vernier as renewals fall on different parts of the second.
 */

/** Ten minutes, in four slots. */
const SLOT_MS = 150_000;
const SLOTS = 4;
/** Numbers kept for each slot: its number, the samples in it, the greatest and the least R − M. */
const WIDTH = 4;

/**
 * Slots of the sliding window, flat, oldest first. There are 65,000 of these in a large cluster: an array is
 * made anew with each slot, by `concat`: one that grows by `push` or a spread holds room for 16 more.
 */
export type OffsetWindow = readonly number[];

/** No sample yet. */
export const NO_OFFSETS: OffsetWindow = [];

/** `lower` > `upper`: within the window a clock stepped, or API servers disagree among themselves. */
export type OffsetBounds = { lower: number; upper: number; latencyAllowanceMs: number; samples: number };

/** With one sample more: `differenceMs` = R − M, both epoch ms of their own clocks, seen at `at` on ours. */
export function addOffsetSample(window: OffsetWindow, at: number, differenceMs: number): OffsetWindow {
  const slot = Math.floor(at / SLOT_MS);
  const last = window.length - WIDTH;
  if (last < 0 || window[last] !== slot) {
    const kept = window.slice(firstSlotSince(window, slot - SLOTS));
    return kept.concat(slot, 1, differenceMs, differenceMs);
  }
  const slots = window as number[];
  slots[last + 1] = (slots[last + 1] ?? 0) + 1;
  slots[last + 2] = Math.max(slots[last + 2] ?? differenceMs, differenceMs);
  slots[last + 3] = Math.min(slots[last + 3] ?? differenceMs, differenceMs);
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
  let least = Number.POSITIVE_INFINITY;
  const from = firstSlotSince(window, Math.floor(now / SLOT_MS) - SLOTS);
  for (let i = from; i + WIDTH <= window.length; i += WIDTH) {
    samples += window[i + 1] ?? 0;
    greatest = Math.max(greatest, window[i + 2] ?? greatest);
    least = Math.min(least, window[i + 3] ?? least);
  }
  if (samples === 0) return null;
  return { lower: greatest - 1000, upper: least + latencyAllowanceMs, latencyAllowanceMs, samples };
}

/** Where the slots after `oldest` begin. */
function firstSlotSince(window: OffsetWindow, oldest: number): number {
  let from = 0;
  while (from < window.length && (window[from] ?? 0) <= oldest) from += WIDTH;
  return from;
}
