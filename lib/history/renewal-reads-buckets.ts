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

/** Buckets begin at whole multiples of their length, so that they stay where they are while a range moves on. */
export function bucketMinutes(
  minutes: readonly PackedMinute[],
  range: { from: number; to: number; points: number },
): MinuteBucket[] {
  const inAll = Math.floor(range.to / MINUTE_MS) - Math.floor(range.from / MINUTE_MS) + 1;
  // A range that begins inside a bucket touches one more.
  const points = Math.max(2, Math.floor(range.points));
  const size = inAll <= points ? 1 : Math.ceil(inAll / (points - 1));
  const buckets: MinuteBucket[] = [];
  let start = 0;
  while (start < minutes.length) {
    const slot = Math.floor((minutes[start]?.minute ?? 0) / size);
    let end = start + 1;
    while (end < minutes.length && Math.floor((minutes[end]?.minute ?? 0) / size) === slot) end += 1;
    buckets.push(bucketOf(slot * size, size, minutes.slice(start, end)));
    start = end;
  }
  return buckets;
}

function bucketOf(minute: number, size: number, minutes: readonly PackedMinute[]): MinuteBucket {
  const holder = minutes.at(-1)?.holder_id ?? null;
  // Another holder is another clock: only what the last one's says is told.
  const own = minutes.slice(minutes.findLastIndex(({ holder_id }) => holder_id !== holder) + 1);
  const { lower, upper } = clockBounds(own);
  return {
    from: minute * MINUTE_MS,
    to: (minute + size) * MINUTE_MS,
    count: minutes.reduce((sum, { count }) => sum + count, 0),
    maxGapMs: most(
      minutes.map(({ max_gap_ms }) => max_gap_ms),
      Math.max,
    ),
    offsetLowerMs: lower,
    offsetUpperMs: upper,
    holder_id: holder,
  };
}

/** Intersected inside ten minutes, also where that is empty: it says that a clock stepped. Spanned over more. */
function clockBounds(minutes: readonly PackedMinute[]): { lower: number | null; upper: number | null } {
  const windows = [...Map.groupBy(minutes, ({ minute }) => Math.floor(minute / WINDOW_MINUTES)).values()];
  const bounds = windows.map((window) => ({
    lower: most(
      window.map(({ offset_lower_ms }) => offset_lower_ms),
      Math.max,
    ),
    upper: most(
      window.map(({ offset_upper_ms }) => offset_upper_ms),
      Math.min,
    ),
  }));
  const [only] = bounds;
  if (bounds.length <= 1) return only ?? { lower: null, upper: null };
  // One that contradicts itself spans what lies between its sides.
  const sides = bounds.map(({ lower, upper }) =>
    lower !== null && upper !== null && lower > upper ? { lower: upper, upper: lower } : { lower, upper },
  );
  return {
    lower: most(
      sides.map(({ lower }) => lower),
      Math.min,
    ),
    upper: most(
      sides.map(({ upper }) => upper),
      Math.max,
    ),
  };
}

function most(values: readonly (number | null)[], of: (a: number, b: number) => number): number | null {
  return values.reduce((a, b) => (a === null || b === null ? (a ?? b) : of(a, b)), null);
}
