/** A time as a person types it into the range of a Lease's page, in the reader's zone. */
import { formatDateTime, type TimeZone } from './format.ts';
import { parseEnd, stillWords } from './timeline-range.ts';

const TYPED = /^(?:(\d{4})-(\d\d)-(\d\d)[ T]+)?(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const DAY_MS = 86_400_000;

/**
 * In the words of the URL: `now-6h` and ISO 8601 stay what they are; "2026-03-05 22:56" is read in `zone`, and
 * "22:56" is the last such moment before `now`. Null when it is no time.
 */
export function typedTime(text: string, zone: TimeZone, now: number): string | null {
  const trimmed = text.trim();
  const found = TYPED.exec(trimmed);
  if (found === null) return parseEnd(trimmed) === null ? null : trimmed;
  const [, year, month, day, hour, minute, second = '0'] = found;
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return null;
  const today = /^(\d{4})-(\d\d)-(\d\d)/.exec(formatDateTime(now, zone));
  const date = year === undefined ? today?.slice(1) : [year, month, day];
  const at = epochOf((date ?? []).map(Number), clock, zone);
  if (at === null) return null;
  return stillWords({ from: year === undefined && at > now ? at - DAY_MS : at, to: at }).from;
}

/** Null for a day that no month has. */
function epochOf(
  [year = 0, month = 1, day = 1]: readonly number[],
  [hour, minute, second]: readonly [number, number, number],
  zone: TimeZone,
): number | null {
  const date =
    zone === 'utc'
      ? new Date(Date.UTC(year, month - 1, day, hour, minute, second))
      : new Date(year, month - 1, day, hour, minute, second);
  const same = zone === 'utc' ? date.getUTCDate() === day : date.getDate() === day;
  return same && month >= 1 && month <= 12 ? date.getTime() : null;
}

/** As it would be typed: "2026-03-05 22:56:31". */
export function typedWords(at: number, zone: TimeZone): string {
  return formatDateTime(at, zone).slice(0, 19);
}
