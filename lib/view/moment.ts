/** A moment as it is said in a sentence: the time alone where the day is plain, else the date as well. */
import { formatDateTime, formatTime, type TimeZone } from './format.ts';

const HALF_DAY_MS = 12 * 3_600_000;

export function formatMoment(at: number, now: number, zone: TimeZone): string {
  return Math.abs(now - at) < HALF_DAY_MS ? formatTime(at, zone) : formatDateTime(at, zone);
}

/** The same where room is short: the time, or the date alone. */
export function formatShortMoment(at: number, now: number, zone: TimeZone): string {
  return Math.abs(now - at) < HALF_DAY_MS ? formatTime(at, zone) : formatDateTime(at, zone).slice(0, 10);
}
