/** The stretch of time a chart covers, and where its ticks stand. Epoch ms throughout. */

export type TimeRange = { from: number; to: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Spans an axis may have while Tenure has watched for less than an hour, so that a young chart is not a sliver. */
const SPANS = [2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, HOUR];
const STEPS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR];

/** The shortest span that holds all that was observed, the last hour at most. */
export function observedRange(observedSince: number | null, now: number): TimeRange {
  const watchedMs = observedSince === null ? HOUR : now - observedSince;
  const span = SPANS.find((candidate) => watchedMs <= candidate) ?? HOUR;
  return { from: now - span, to: now };
}

/** Ticks on whole minutes, as many as fit but at most `most`. */
export function timeTicks({ from, to }: TimeRange, most: number): number[] {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? to - from;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to && step > 0; at += step) ticks.push(at);
  return ticks;
}

/** The part of `span` inside `range`; null when they do not meet. */
export function clip<Span extends TimeRange>(span: Span, range: TimeRange): Span | null {
  const from = Math.max(span.from, range.from);
  const to = Math.min(span.to, range.to);
  return to > from ? { ...span, from, to } : null;
}

/** Unwatched time inside the range: before watching began, and blind spots. */
export type UnwatchedSpan = TimeRange & { type: 'before-start' | 'blind-spot' };

export function unwatchedSpans(
  range: TimeRange,
  observedSince: number | null,
  blindSpots: readonly TimeRange[],
): UnwatchedSpan[] {
  const spans: UnwatchedSpan[] = blindSpots.map(({ from, to }) => ({ type: 'blind-spot', from, to }));
  if (observedSince !== null) spans.unshift({ type: 'before-start', from: range.from, to: observedSince });
  return spans.map((span) => clip(span, range)).filter((span) => span !== null);
}
