/** Minutes of renewals summed up in equal buckets, at most so many over a range. */
import type { PackedMinute } from './renewal-pack-codec.ts';

const MINUTE_MS = 60_000;
/** What the bounds of one clock are intersected over (field guide §8); over more they are spanned. */
const WINDOW_MINUTES = 10;

export type MinuteBucket = {
  from: number;
  to: number;
  count: number;
  maxGapMs: number | null;
  offsetLowerMs: number | null;
  offsetUpperMs: number | null;
  holder_id: number | null;
};

/**
 * Buckets begin at whole multiples of their length, so that they stay where they are while a range moves on. `parts`
 * follow each other, each in order; no more of them than fill a bucket are held at once.
 */
export function bucketMinutes(
  parts: Iterable<readonly PackedMinute[]>,
  range: { from: number; to: number; points: number },
): MinuteBucket[] {
  const inAll = Math.floor(range.to / MINUTE_MS) - Math.floor(range.from / MINUTE_MS) + 1;
  // A range that begins inside a bucket touches one more.
  const points = Math.max(2, Math.floor(range.points));
  const size = inAll <= points ? 1 : Math.ceil(inAll / (points - 1));
  const buckets: MinuteBucket[] = [];
  let slot = 0;
  let own: PackedMinute[] = [];
  for (const minutes of parts)
    for (const minute of minutes) {
      const next = Math.floor(minute.minute / size);
      if (next !== slot && own.length > 0) {
        buckets.push(bucketOf(own, slot * size, size));
        own = [];
      }
      slot = next;
      own.push(minute);
    }
  if (own.length > 0) buckets.push(bucketOf(own, slot * size, size));
  return buckets;
}

/** `from`: its first minute; `size`: how many it spans. */
function bucketOf(minutes: readonly PackedMinute[], from: number, size: number): MinuteBucket {
  const holder = minutes.at(-1)?.holder_id ?? null;
  let count = 0;
  let maxGapMs: number | null = null;
  let own = 0;
  for (const [index, minute] of minutes.entries()) {
    count += minute.count;
    maxGapMs = larger(maxGapMs, minute.max_gap_ms);
    // Another holder is another clock: only what the last one's says is told.
    if (minute.holder_id !== holder) own = index + 1;
  }
  const { lower, upper } = clockBounds(own === 0 ? minutes : minutes.slice(own));
  return {
    from: from * MINUTE_MS,
    to: (from + size) * MINUTE_MS,
    count,
    maxGapMs,
    offsetLowerMs: lower,
    offsetUpperMs: upper,
    holder_id: holder,
  };
}

type Bounds = { lower: number | null; upper: number | null };

/** Intersected inside ten minutes, also where that is empty: it says that a clock stepped. Spanned over more. */
function clockBounds(minutes: readonly PackedMinute[]): Bounds {
  let spanned: Bounds | null = null;
  let window: Bounds = { lower: null, upper: null };
  let windowOf: number | null = null;
  for (const minute of minutes) {
    const own = Math.floor(minute.minute / WINDOW_MINUTES);
    if (windowOf !== null && own !== windowOf) {
      spanned = span(spanned, window);
      window = { lower: null, upper: null };
    }
    windowOf = own;
    window.lower = larger(window.lower, minute.offset_lower_ms);
    window.upper = smaller(window.upper, minute.offset_upper_ms);
  }
  return spanned === null ? window : span(spanned, window);
}

function span(spanned: Bounds | null, window: Bounds): Bounds {
  const { lower, upper } = window;
  // One that contradicts itself spans what lies between its sides.
  const side = lower !== null && upper !== null && lower > upper ? { lower: upper, upper: lower } : window;
  if (spanned === null) return side;
  return { lower: smaller(spanned.lower, side.lower), upper: larger(spanned.upper, side.upper) };
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
