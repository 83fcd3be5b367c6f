/** The renew gaps and the clock of one Lease's holders as points to draw. Times epoch ms, the rest ms. */
import { clockKind } from './clock-kind.ts';
import type { RenewalBucket } from './renewals.ts';
import type { TimeRange } from './time-axis.ts';

export type GapPoint = {
  from: number;
  to: number;
  /** The middle, where the column stands. */
  at: number;
  /** The slowest renewal of this stretch. */
  gapMs: number;
  /** What is drawn: no higher than the chart. */
  drawnMs: number;
  /** Over twice the usual gap. */
  slow: boolean;
  count: number;
  holder: string | null;
};

export type GapSeries = {
  points: GapPoint[];
  usualMs: number | null;
  allowedMs: number | null;
  slowestMs: number | null;
  /** The top of the chart. */
  topMs: number;
  ticksMs: number[];
  /** Both ends of the headroom's bracket: the slowest gap and the allowed duration. */
  headroom: { fromMs: number; toMs: number } | null;
};

export function gapSeries(
  buckets: readonly RenewalBucket[],
  usuallyMs: number | null,
  allowedMs: number | null,
): GapSeries {
  const measured = buckets.filter((bucket) => bucket.maxGapMs !== null);
  const slowestMs = measured.reduce<number | null>(
    (most, { maxGapMs }) => Math.max(most ?? 0, maxGapMs ?? 0),
    null,
  );
  // Told of more than this range, it may be more than the slowest in it took.
  const usualMs = usuallyMs === null || slowestMs === null ? usuallyMs : Math.min(usuallyMs, slowestMs);
  // A third above the limit leaves room for what went over it; what went further is cut and says its value.
  const topMs =
    allowedMs === null ? Math.max(1_000, 1.5 * (slowestMs ?? usualMs ?? 1_000)) : (allowedMs * 4) / 3;
  const points = measured.map(({ from, to, maxGapMs, count, holder }) => {
    const gapMs = maxGapMs ?? 0;
    const slow = usualMs !== null && gapMs > 2 * usualMs;
    return { from, to, at: (from + to) / 2, gapMs, drawnMs: Math.min(gapMs, topMs), slow, count, holder };
  });
  const headroom =
    allowedMs !== null && slowestMs !== null && slowestMs < allowedMs
      ? { fromMs: slowestMs, toMs: allowedMs }
      : null;
  return { points, usualMs, allowedMs, slowestMs, topMs, ticksMs: valueTicks(allowedMs ?? topMs), headroom };
}

/** 0 and at most three round values below `limitMs`, so that none stands on the limit's own line. */
export function valueTicks(limitMs: number): number[] {
  if (!(limitMs > 0) || !Number.isFinite(limitMs)) return [0];
  const rough = limitMs / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((candidate) => candidate >= rough) ?? rough;
  const ticks: number[] = [];
  for (let value = 0; value < limitMs * 0.9; value += step) ticks.push(Math.round(value * 1e3) / 1e3);
  return ticks;
}

export type OffsetPoint = { at: number; lowerMs: number; upperMs: number };
/** Points of one unbroken stretch of one holder. */
export type OffsetRun = {
  holder: string;
  /** The two sides contradict each other: a clock stepped, or API servers disagree (field guide §8). */
  contradictory: boolean;
  points: OffsetPoint[];
};

/** What the bounds of several stretches are intersected over, so that a step or a drift shows (field guide §8). */
const OFFSET_WINDOW_MS = 600_000;

/** A gap this many times the usual one may be a slow request, which makes a clock look behind. */
const SLOW_GAP = 1.1;

/**
 * The interval that all renewals of the last ten minutes allow, as it was known at each moment: it starts wide
 * with a new holder and closes as renewals come in. Two points a stretch, its beginning and its end, so that
 * the band is as long as what it stands for. `usualMs`: the usual renew gap.
 */
export function offsetRuns(buckets: readonly RenewalBucket[], usualMs: number | null): OffsetRun[] {
  const runs: OffsetRun[] = [];
  let run: OffsetRun | null = null;
  let window: { from: number; to: number; lower: number; upper: number }[] = [];
  let before: RenewalBucket | null = null;
  for (const bucket of buckets) {
    const { from, to, holder, offsetLowerMs, offsetUpperMs } = bucket;
    const taken = before !== null && before.holder !== holder;
    before = bucket;
    if (taken) {
      // Another holder is another clock; and this stretch may hold renewals of both.
      run = null;
      window = [];
      continue;
    }
    if (holder === null || offsetLowerMs === null || offsetUpperMs === null) continue;
    const last = window.at(-1);
    if (last !== undefined && from - last.to > to - from) run = null;
    window = window.filter((one) => one.from > from - OFFSET_WINDOW_MS);
    window.push({ from, to, lower: offsetLowerMs, upper: offsetUpperMs + slowness(bucket, usualMs) });
    const lower = Math.max(...window.map((one) => one.lower));
    const upper = Math.min(...window.map((one) => one.upper));
    const contradictory = clockKind({ lower, upper }) === 'torn';
    if (run === null || run.contradictory !== contradictory) {
      run = { holder, contradictory, points: [] };
      runs.push(run);
    }
    const bounds = { lowerMs: Math.min(lower, upper), upperMs: Math.max(lower, upper) };
    run.points.push({ at: from, ...bounds }, { at: to, ...bounds });
  }
  return runs;
}

/**
 * How late the slowest renewal of the stretch may have arrived: a holder reads its clock before the request, so
 * the upper side holds only up to the request's latency, and a slow one shows in the gap.
 */
function slowness({ maxGapMs }: RenewalBucket, usualMs: number | null): number {
  if (maxGapMs === null || usualMs === null || maxGapMs < SLOW_GAP * usualMs) return 0;
  return maxGapMs - usualMs;
}

const LINEAR_BELOW_MS = 10;

/**
 * Symmetric logarithm, linear inside ±10 ms: an interval of a second and one of 20 ms can both be read on
 * the same axis, so that it is seen to close.
 */
export function offsetScale(ms: number): number {
  return Math.sign(ms) * Math.log10(1 + Math.abs(ms) / LINEAR_BELOW_MS);
}

const OFFSET_TICKS_MS = [10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** Symmetric round ticks that enclose all the runs, ±100 ms at least. */
export function offsetTicks(runs: readonly OffsetRun[]): {
  lowest: number;
  highest: number;
  ticksMs: number[];
} {
  const all = runs.flatMap((run) => run.points);
  const enclose = (value: number): number => {
    const tick = OFFSET_TICKS_MS.find((candidate) => candidate >= value * 0.999);
    return tick ?? 10 ** Math.ceil(Math.log10(value));
  };
  const highest = enclose(all.reduce((most, point) => Math.max(most, point.upperMs), 100));
  const lowest = -enclose(all.reduce((most, point) => Math.max(most, -point.lowerMs), 100));
  const ticksMs = [lowest, 0, highest];
  return { lowest, highest, ticksMs };
}

/** Renewals by the minute or what was asked for, newest first: the chart's facts as a table; the clock at its end. */
export type StretchRow = TimeRange & {
  count: number;
  slowestMs: number | null;
  lowerMs: number | null;
  upperMs: number | null;
  holders: string[];
};

const MINUTE_MS = 60_000;

/** How long the stretches are that the chart draws, ms: the longest, for the first and the last may be cut. */
export function stretchMs(buckets: readonly RenewalBucket[]): number | null {
  return buckets.length === 0 ? null : Math.max(...buckets.map(({ from, to }) => to - from));
}

export function stretchRows(buckets: readonly RenewalBucket[], runs: readonly OffsetRun[]): StretchRow[] {
  const rows = new Map<number, StretchRow>();
  const points = runs.flatMap((run) => run.points);
  for (const bucket of buckets) {
    const long = bucket.to - bucket.from > MINUTE_MS;
    const from = long ? bucket.from : Math.floor(bucket.from / MINUTE_MS) * MINUTE_MS;
    const to = long ? bucket.to : from + MINUTE_MS;
    const row = rows.get(from) ?? {
      from,
      to,
      count: 0,
      slowestMs: null,
      ...clockAt(points, from, to),
      holders: [],
    };
    row.count += bucket.count;
    if (bucket.maxGapMs !== null) row.slowestMs = Math.max(row.slowestMs ?? 0, bucket.maxGapMs);
    if (bucket.holder !== null && !row.holders.includes(bucket.holder)) row.holders.push(bucket.holder);
    rows.set(from, row);
  }
  return [...rows.values()].sort((a, b) => b.from - a.from);
}

function clockAt(
  points: readonly OffsetPoint[],
  from: number,
  to: number,
): Pick<StretchRow, 'lowerMs' | 'upperMs'> {
  const clock = points.findLast((point) => point.at > from && point.at <= to);
  return { lowerMs: clock?.lowerMs ?? null, upperMs: clock?.upperMs ?? null };
}
