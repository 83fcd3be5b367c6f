/** What many durations and minutes of renewals amount to. Epoch ms, ms. */

import type { Stretch } from '../lease/stretches.ts';
import type { LeaseInsight, Spread } from '../view/insight.ts';
import { CLOCKS_APART_MS } from './clocks-apart.ts';
import { type Durations, durationsInTurn } from './insight-durations.ts';
import type { PackedMinute } from './renewal-pack-codec.ts';

const MINUTE_MS = 60_000;
/** What the usual gap is told from: its renewals counted, for one minute holds only a few of a slow one. */
const WINDOW_MINUTES = 10;
const TREND_STRETCHES = 30;

/** Quantiles are values that occurred (nearest rank). */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return sorted.length === 0
    ? null
    : { count: sorted.length, min: at(0), median: at(0.5), p90: at(0.9), max: at(1) };
}

/**
 * The median, over windows of ten minutes, of the time that a renewal took there on average; null without
 * renewals. Windows in which minutes are missing measure from their first to their last one.
 */
export function usualGapMs(minutes: readonly PackedMinute[]): number | null {
  const gaps: number[] = [];
  const windowOf = (minute: number): number => Math.floor(minute / WINDOW_MINUTES);
  let [first, last, renewals] = [0, 0, 0];
  const closeWindow = (): void => {
    // The first and the last minute of what was watched are seldom whole ones.
    if (renewals > 0 && last - first >= WINDOW_MINUTES / 2)
      gaps.push(((last - first + 1) * MINUTE_MS) / renewals);
    renewals = 0;
  };
  for (const [index, { minute, count }] of minutes.entries()) {
    if (index === 0 || windowOf(minute) !== windowOf(first)) {
      closeWindow();
      first = minute;
    }
    last = minute;
    renewals += count;
  }
  closeWindow();
  if (gaps.length === 0) {
    return spreadOf(minutes.map(({ max_gap_ms }) => max_gap_ms))?.median ?? null;
  }
  return Math.round(spreadOf(gaps)?.median ?? 0);
}

/**
 * How long it was past its duration before its holder renewed it after all: of each minute its worst gap, so at
 * least so long. Gaps across unwatched time or to another holder are none. Not of minutes that one of `expired`
 * ended in: that is counted as it is.
 */
export function overdueMs(
  minutes: readonly PackedMinute[],
  durations: Durations,
  expired: readonly Stretch[],
): number {
  const durationAt = durationsInTurn(durations);
  let sum = 0;
  let next = 0;
  for (const { minute, max_gap_ms } of minutes) {
    // A renewal is kept in the minute of one clock, and as the end of a silence by another replica's.
    const [from, to] = [minute * MINUTE_MS - CLOCKS_APART_MS, (minute + 1) * MINUTE_MS + CLOCKS_APART_MS];
    while ((expired[next]?.to ?? Number.POSITIVE_INFINITY) < from) next += 1;
    if ((expired[next]?.to ?? Number.POSITIVE_INFINITY) <= to) continue;
    const durationMs = durationAt((minute + 1) * MINUTE_MS);
    if (max_gap_ms !== null && durationMs !== null) sum += Math.max(0, max_gap_ms - durationMs);
  }
  return sum;
}

/** The least of each stretch, of each minute against the longest duration that the Lease had in it. */
export function headroomTrend(
  minutes: readonly PackedMinute[],
  durations: Durations,
  range: { from: number; to: number },
): LeaseInsight['headroomTrend'] {
  const inMinutes = (range.to - range.from) / MINUTE_MS;
  const count = Math.min(TREND_STRETCHES, Math.floor(inMinutes));
  const least = new Array<number | null>(count).fill(null);
  const length = (range.to - range.from) / Math.max(1, count);
  const [durationBefore, durationAfter] = [durationsInTurn(durations), durationsInTurn(durations)];
  for (const { minute, max_gap_ms } of minutes) {
    if (max_gap_ms === null || count === 0) continue;
    // A minute belongs to where its middle lies.
    const at = Math.floor(((minute + 0.5) * MINUTE_MS - range.from) / length);
    const index = Math.min(count - 1, Math.max(0, at));
    const before = durationBefore(minute * MINUTE_MS);
    const after = durationAfter((minute + 1) * MINUTE_MS);
    if (after === null) continue;
    const headroomMs = Math.max(before ?? after, after) - max_gap_ms;
    least[index] = Math.min(least[index] ?? headroomMs, headroomMs);
  }
  return least.map((headroomMs, index) => ({
    from: Math.round(range.from + index * length),
    to: Math.round(range.from + (index + 1) * length),
    headroomMs,
  }));
}
