/**
 * Renew gaps of a sliding day in little memory: a histogram of bins 2 % wide, kept in generations so that old
 * gaps leave it. Quantiles are at most 2 % too large and never too small, the maximum is exact. The median is
 * the usual gap r of the field guide (§10), which for client-go is the retry period P plus a round trip.
 */

export type GapSummary = { median: number; p99: number; max: number; count: number };

/** Gaps of the last `keep` to `keep` + 1 generations of `generationMs` each. */
export type GapSpan = { generationMs: number; keep: number };

const HOUR_MS = 3_600_000;
/** Elections are looked into: a day by four hours. Heartbeats are many and regular: two coarse generations do. */
export const ELECTION_SPAN: GapSpan = { generationMs: 4 * HOUR_MS, keep: 5 };
export const HEARTBEAT_SPAN: GapSpan = { generationMs: 12 * HOUR_MS, keep: 1 };

/**
 * Generations one after the other, oldest first, each `from, count, max, n` and then n times `bin, count`: one
 * array of numbers, for there are 65,000 of these in a large cluster. A healthy Lease uses two or three bins.
 * It grows by `concat`: by `push` or a spread it would hold room for 16 more.
 */
export type Gaps = readonly number[];

export const NO_GAPS: Gaps = [];

const COUNT = 1;
const MAX = 2;
const BINS = 3;
const HEAD = 4;
const BIN = Math.log(1.02);

/** With one gap (ms) more, seen at `at` (epoch ms). Gaps below 1 ms count as 1 ms. */
export function addGap(gaps: Gaps, span: GapSpan, at: number, gapMs: number): Gaps {
  let start = newest(gaps);
  let own = gaps as number[];
  if (start < 0 || at >= (own[start] ?? 0) + span.generationMs) {
    own = own.slice(firstSince(gaps, span, at)).concat(at, 0, 0, 0);
    start = own.length - HEAD;
  }
  own[start + COUNT] = (own[start + COUNT] ?? 0) + 1;
  own[start + MAX] = Math.max(own[start + MAX] ?? 0, gapMs);
  const bin = Math.floor(Math.log(Math.max(1, gapMs)) / BIN);
  for (let i = start + HEAD; i < own.length; i += 2) {
    if (own[i] === bin) {
      own[i + 1] = (own[i + 1] ?? 0) + 1;
      return own;
    }
  }
  own[start + BINS] = (own[start + BINS] ?? 0) + 1;
  return own.concat(bin, 1);
}

/** Null before the first gap. */
export function summariseGaps(gaps: Gaps, span: GapSpan, now: number): GapSummary | null {
  const extent = gapExtent(gaps, span, now);
  if (extent === null) return null;
  const { count, max } = extent;
  const merged = new Map<number, number>();
  for (let start = firstSince(gaps, span, now); start < gaps.length; start = next(gaps, start)) {
    for (let i = start + HEAD; i < next(gaps, start); i += 2) {
      const bin = gaps[i] ?? 0;
      merged.set(bin, (merged.get(bin) ?? 0) + (gaps[i + 1] ?? 0));
    }
  }
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

/** How many there are, and the greatest; null before the first. */
export function gapExtent(gaps: Gaps, span: GapSpan, now: number): { count: number; max: number } | null {
  let count = 0;
  let max = 0;
  for (let start = firstSince(gaps, span, now); start < gaps.length; start = next(gaps, start)) {
    count += gaps[start + COUNT] ?? 0;
    max = Math.max(max, gaps[start + MAX] ?? 0);
  }
  return count === 0 ? null : { count, max };
}

/** Gaps in the generation under way. */
export function newestCount(gaps: Gaps): number {
  const start = newest(gaps);
  return start < 0 ? 0 : (gaps[start + COUNT] ?? 0);
}

function newest(gaps: Gaps): number {
  let last = -1;
  for (let start = 0; start < gaps.length; start = next(gaps, start)) last = start;
  return last;
}

function next(gaps: Gaps, start: number): number {
  return start + HEAD + 2 * (gaps[start + BINS] ?? 0);
}

/** Where the generations that are not too old at `now` begin. */
function firstSince(gaps: Gaps, { generationMs, keep }: GapSpan, now: number): number {
  const oldest = now - generationMs * (keep + 1);
  let start = 0;
  while (start < gaps.length && (gaps[start] ?? 0) < oldest) start = next(gaps, start);
  return start;
}
