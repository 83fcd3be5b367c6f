/** When an alert began, for how long it has been true, and which stretch of time shows it. */
import type { AlertView } from './alert.ts';
import { formatDuration, formatDurationInWords, type TimeZone } from './format.ts';
import { formatMoment } from './moment.ts';
import { type RangeWords, stillWords } from './timeline-range.ts';

type Times = Pick<AlertView, 'since' | 'until' | 'missingSince' | 'resolvedAt'>;

/** Of what is resolved: since when it was so no more. That it stayed so was known later, which is no part of it. */
export function endedAt({
  missingSince,
  resolvedAt,
}: Pick<AlertView, 'missingSince' | 'resolvedAt'>): number | null {
  return resolvedAt === null ? null : (missingSince ?? resolvedAt);
}

/** "since 03:12:55", or "at 03:02:11" for what happened once. */
export function beganWords({ since, until }: Times, now: number, zone: TimeZone): string {
  return `${until === null ? 'since' : 'at'} ${formatMoment(since, now, zone)}`;
}

/** "1 min 12 s"; for what happened once "12 min 13 s ago". `now`: Tenure's time, epoch ms. */
export function lastedWords(times: Times, now: number): string {
  const { since, until } = times;
  if (until !== null) return `${formatDurationInWords(now - since)} ago`;
  return formatDurationInWords((endedAt(times) ?? now) - since);
}

/** The same for a table; what happened once did not last. */
export function lastedShort(times: Times, now: number): string {
  return times.until === null ? formatDuration((endedAt(times) ?? now) - times.since) : 'once';
}

/** It is not found any more, and not resolved yet. */
export function isEnding({
  missingSince,
  resolvedAt,
}: Pick<AlertView, 'missingSince' | 'resolvedAt'>): boolean {
  return missingSince !== null && resolvedAt === null;
}

/** Of what is ending; null of what is not. */
export function endingWords(
  { missingSince, resolvedAt }: Pick<AlertView, 'missingSince' | 'resolvedAt'>,
  now: number,
  zone: TimeZone,
): string | null {
  if (missingSince === null || resolvedAt !== null) return null;
  return `Not so any more since ${formatMoment(missingSince, now, zone)}. It goes from here when that stays so.`;
}

const LEAST_BEFORE_MS = 5 * 60_000;
const AFTER_MS = 60_000;

/** From a while before it began, so that what was usual is seen, to its end or to now. */
export function alertRange(
  { since, resolvedAt }: Pick<AlertView, 'since' | 'resolvedAt'>,
  now: number,
): RangeWords {
  const end = resolvedAt ?? now;
  const from = since - Math.max(LEAST_BEFORE_MS, (end - since) / 4);
  if (resolvedAt === null) return { from: stillWords({ from, to: from }).from, to: 'now' };
  return stillWords({ from, to: Math.min(now, resolvedAt + AFTER_MS) });
}
