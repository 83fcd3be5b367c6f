/**
 * Renew gaps of a sliding day in little memory: a histogram of bins 2 % wide, kept in generations so that old
 * gaps leave it. Quantiles are at most 2 % too large and never too small, the maximum is exact. The median is
 * the usual gap r of the field guide (§10), which for client-go is the retry period P plus a round trip.
 */

export type GapSummary = { median: number; p99: number; max: number; count: number };

/** Bins are kept sparsely as [bin, count, bin, count …]: a healthy Lease uses two or three. */
type Generation = { from: number; count: number; max: number; bins: number[] };

export type Gaps = { generationMs: number; keep: number; generations: Generation[] };

const BIN = Math.log(1.02);
const NO_BINS: number[] = [];

/** Gaps of the last `keep` to `keep` + 1 generations of `generationMs` each. */
export function createGaps(generationMs: number, keep: number): Gaps {
  return { generationMs, keep, generations: [] };
}

/** Adds one gap (ms) seen at `at` (epoch ms). Gaps below 1 ms count as 1 ms. */
export function addGap(gaps: Gaps, at: number, gapMs: number): void {
  let newest = gaps.generations.at(-1);
  if (newest === undefined || at >= newest.from + gaps.generationMs) {
    newest = { from: at, count: 0, max: 0, bins: NO_BINS };
    gaps.generations = gaps.generations.concat(newest);
    dropOld(gaps, at);
  }
  const bin = Math.floor(Math.log(Math.max(1, gapMs)) / BIN);
  newest.count++;
  if (gapMs > newest.max) newest.max = gapMs;
  const { bins } = newest;
  for (let i = 0; i < bins.length; i += 2) {
    if (bins[i] === bin) {
      bins[i + 1] = (bins[i + 1] ?? 0) + 1;
      return;
    }
  }
  // By `concat`, for an array that grows by `push` or a spread holds room for 16 more; a healthy Lease needs 4.
  newest.bins = bins.concat(bin, 1);
}

/** Null before the first gap. */
export function summariseGaps(gaps: Gaps, now: number): GapSummary | null {
  dropOld(gaps, now);
  let count = 0;
  let max = 0;
  const merged = new Map<number, number>();
  for (const generation of gaps.generations) {
    count += generation.count;
    max = Math.max(max, generation.max);
    for (let i = 0; i < generation.bins.length; i += 2) {
      const bin = generation.bins[i] ?? 0;
      merged.set(bin, (merged.get(bin) ?? 0) + (generation.bins[i + 1] ?? 0));
    }
  }
  if (count === 0) return null;
  const bins = [...merged].sort((a, b) => a[0] - b[0]);
  const quantile = (q: number) => {
    let rank = Math.max(1, Math.ceil(q * count));
    for (const [bin, n] of bins) {
      rank -= n;
      if (rank <= 0) return Math.min(max, Math.exp((bin + 1) * BIN));
    }
    return max;
  };
  return { median: quantile(0.5), p99: quantile(0.99), max, count };
}

function dropOld(gaps: Gaps, now: number): void {
  const oldest = now - gaps.generationMs * (gaps.keep + 1);
  if ((gaps.generations[0]?.from ?? oldest) >= oldest) return;
  gaps.generations = gaps.generations.filter(({ from }) => from >= oldest);
}
