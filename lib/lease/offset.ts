/**
 * The vernier bound: how far a holder's clock is from the API server's, without an agent (field guide §8).
 * One renewal gives R − M = offset + frac − latency, with R the claimed renewTime, M the API server's stamp cut
 * to the second, 0 ≤ frac < 1 s and latency ≥ 0. Over a window of renewals
 *
 *   max(R − M) − 1 s ≤ offset ≤ min(R − M) + latency
 *
 * and the two sides close like a vernier as renewals fall on different parts of the second.
 */

const WINDOW_MS = 600_000;
const SLOT_MS = 120_000;
/** Numbers kept for each slot: its number, the samples in it, the greatest and the least R − M. */
const WIDTH = 4;

/** Slots of the sliding window, flat, oldest first; 65,000 of them must stay small. */
export type OffsetWindow = number[];

/** `lower` > `upper`: within the window a clock stepped, or API servers disagree among themselves. */
export type OffsetBounds = { lower: number; upper: number; latencyAllowanceMs: number; samples: number };

/** Adds one sample: `renewedMs` − `stampedMs`, both epoch ms of their own clocks, seen at `at` on ours. */
export function addOffsetSample(window: OffsetWindow, at: number, differenceMs: number): void {
  const slot = Math.floor(at / SLOT_MS);
  const last = window.length - WIDTH;
  if (last >= 0 && window[last] === slot) {
    window[last + 1] = (window[last + 1] ?? 0) + 1;
    window[last + 2] = Math.max(window[last + 2] ?? differenceMs, differenceMs);
    window[last + 3] = Math.min(window[last + 3] ?? differenceMs, differenceMs);
    return;
  }
  const oldest = slot - WINDOW_MS / SLOT_MS;
  while (window.length > 0 && (window[0] ?? 0) <= oldest) window.splice(0, WIDTH);
  window.push(slot, 1, differenceMs, differenceMs);
}

/** Null without a sample in the window: "not resolvable", never zero. */
export function offsetBounds(
  window: OffsetWindow,
  now: number,
  latencyAllowanceMs: number,
): OffsetBounds | null {
  const oldest = Math.floor(now / SLOT_MS) - WINDOW_MS / SLOT_MS;
  let samples = 0;
  let greatest = Number.NEGATIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + WIDTH <= window.length; i += WIDTH) {
    if ((window[i] ?? 0) <= oldest) continue;
    samples += window[i + 1] ?? 0;
    greatest = Math.max(greatest, window[i + 2] ?? greatest);
    least = Math.min(least, window[i + 3] ?? least);
  }
  if (samples === 0) return null;
  return { lower: greatest - 1000, upper: least + latencyAllowanceMs, latencyAllowanceMs, samples };
}
