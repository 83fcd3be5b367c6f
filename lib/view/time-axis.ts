/** The stretch of time a chart covers, and what of it was watched. Epoch ms throughout. */
import { clipStretches, joinStretches } from '../lease/stretches.ts';
import { formatDurationInWords } from './format.ts';

export type TimeRange = { from: number; to: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Spans an axis may have while little was watched, so that a young chart is not a sliver. */
const SPANS = [2, 5, 10, 20, 40, 60, 120, 240, 360].map((minutes) => minutes * MINUTE);
/** The longest an axis is unless more is asked for. */
export const USUAL_SPAN_MS = 6 * HOUR;

/** The shortest span that holds all that was observed, the last `mostMs` at most. */
export function observedRange(observedSince: number | null, now: number, mostMs = USUAL_SPAN_MS): TimeRange {
  const watchedMs = observedSince === null ? mostMs : now - observedSince;
  const span = SPANS.find((candidate) => watchedMs <= candidate) ?? mostMs;
  return { from: now - Math.min(span, mostMs), to: now };
}

/** How long a range is, in few words: "6 h", "1 h 59 min", "24 h", "7 d". */
export function rangeLength({ from, to }: TimeRange): string {
  const words = withoutZeros(formatDurationInWords(to - from));
  return words === '1 d' ? '24 h' : words;
}

/** "5 min 00 s" as "5 min", "7 d 0 h" as "7 d". */
export function withoutZeros(duration: string): string {
  return duration.replace(/ (?:00 s|0 min|0 h)$/, '');
}

/** Unwatched time inside the range: before watching began, and blind spots. */
export type UnwatchedSpan = TimeRange & { type: 'before-start' | 'blind-spot' };

export function unwatchedSpans(
  range: TimeRange,
  observedSince: number | null,
  blindSpots: readonly TimeRange[],
): UnwatchedSpan[] {
  const seen = observedSince ?? Number.NEGATIVE_INFINITY;
  const spans: UnwatchedSpan[] = joinStretches(blindSpots)
    .filter(({ to }) => to > seen)
    .map(({ from, to }) => ({ type: 'blind-spot', from: Math.max(from, seen), to }));
  if (observedSince !== null) spans.unshift({ type: 'before-start', from: range.from, to: observedSince });
  return clipStretches(spans, range);
}
