/** How durations, times and names are written. Durations and times are ms; a missing value is the caller's. */
import { UNSEEN } from '../lease/unseen.ts';

export type TimeZone = 'utc' | 'local';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function rounded(ms: number, grain: number): number {
  return Math.round(ms / grain) * grain;
}

/** Rounded to what is shown, so that 60.95 s are "1 min 01 s" on every page, and 59.6 s are "1 min 00 s". */
function written(ms: number, minuteUnit: string): string {
  if (!Number.isFinite(ms)) return 'not known';
  const positive = Math.max(0, ms);
  const tenths = rounded(positive, SECOND / 10);
  if (tenths < 10 * SECOND) return `${(tenths / SECOND).toFixed(1)} s`;
  const seconds = rounded(positive, SECOND);
  if (seconds < MINUTE) return `${seconds / SECOND} s`;
  if (seconds < HOUR)
    return `${Math.floor(seconds / MINUTE)} ${minuteUnit} ${two((seconds % MINUTE) / SECOND)} s`;
  const minutes = rounded(positive, MINUTE);
  if (minutes < DAY) return `${Math.floor(minutes / HOUR)} h ${(minutes % HOUR) / MINUTE} ${minuteUnit}`;
  const hours = rounded(positive, HOUR);
  return `${Math.floor(hours / DAY)} d ${(hours % DAY) / HOUR} h`;
}

/** For tables: "1.4 s", "41 s", "1 m 27 s", "8 h 13 m", "12 d 4 h". Below zero counts as zero. */
export function formatDuration(ms: number): string {
  return written(ms, 'm');
}

/** For sentences: "1 min 27 s". */
export function formatDurationInWords(ms: number): string {
  return written(ms, 'min');
}

/** A limit or setting, without digits that say nothing: "15 s", "1.5 s", "1 min", "1 h". */
export function formatLimit(ms: number): string {
  if (!Number.isFinite(ms)) return 'not known';
  if (ms >= HOUR && ms % HOUR === 0) return `${ms / HOUR} h`;
  if (ms >= DAY) return formatDuration(ms);
  if (ms > 2 * MINUTE && ms % MINUTE === 0) return `${ms / MINUTE} min`;
  const seconds = ms / SECOND;
  return `${Number.isInteger(seconds) ? seconds : seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}

/** Headroom, of which tenths count while it is small: "12.9 s", "44 s"; for tables: "−1 m 01 s". */
export function formatHeadroom(ms: number): string {
  return headroom(ms, formatDuration);
}

/** The same for sentences: "−1 min 01 s". */
export function formatHeadroomInWords(ms: number): string {
  return headroom(ms, formatDurationInWords);
}

function headroom(ms: number, long: (ms: number) => string): string {
  const tenths = Math.round(Math.abs(ms) / 100) / 10;
  const words = tenths < 20 ? `${tenths.toFixed(1)} s` : long(Math.abs(ms));
  return ms < 0 && tenths > 0 ? `−${words}` : words;
}

/** One unit, rounded down, where room is short: "12 min", "3 h", "41 s". */
export function formatRough(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive >= DAY) return `${Math.floor(positive / DAY)} d`;
  if (positive >= HOUR) return `${Math.floor(positive / HOUR)} h`;
  if (positive >= MINUTE) return `${Math.floor(positive / MINUTE)} min`;
  return `${Math.floor(positive / SECOND)} s`;
}

/** ["2026-03-05", "22:56:31"] on the clocks of this zone; null for what is no time. */
function dayAndTime(at: number, zone: TimeZone): [day: string, time: string] | null {
  const shifted = new Date(zone === 'utc' ? at : at - new Date(at).getTimezoneOffset() * MINUTE);
  if (Number.isNaN(shifted.getTime())) return null;
  const [day = '', time = ''] = shifted.toISOString().split('T');
  return [day, time.slice(0, 8)];
}

/** "03:12:03" */
export function formatTime(at: number, zone: TimeZone): string {
  return dayAndTime(at, zone)?.[1] ?? 'not known';
}

/** "03:12", for axes. */
export function formatClock(at: number, zone: TimeZone): string {
  return formatTime(at, zone).slice(0, 5);
}

/** "2026-03-05 22:56:31 UTC" or "… local" */
export function formatDateTime(at: number, zone: TimeZone): string {
  const parts = dayAndTime(at, zone);
  return parts === null ? 'not known' : `${parts.join(' ')} ${zone === 'utc' ? 'UTC' : 'local'}`;
}

/** For what is read elsewhere: "2026-03-05 22:56:31 UTC" or "… UTC+02:00", as the clocks of this zone are then. */
export function formatDateTimeAbroad(at: number, zone: TimeZone): string {
  const parts = dayAndTime(at, zone);
  if (parts === null) return 'not known';
  if (zone === 'utc') return `${parts.join(' ')} UTC`;
  const ahead = -Math.round(new Date(at).getTimezoneOffset());
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  return `${parts.join(' ')} UTC${ahead < 0 ? '−' : '+'}${two(hours)}:${two(minutes)}`;
}

/** "12,000"; always with commas, whatever the browser's language, as the page speaks English. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** "1 Lease", "2 Leases". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const PLAIN = /^[ -~]*$/;

/** What nobody could see is written as its code, so that a name shows all it is made of. */
export function withCodes(text: string): string {
  return text.replace(UNSEEN, (one) => {
    const code = (one.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });
}

/** Keeps both ends, for both tell names apart: "kube-controll…manager-cp-2". `length` counts the ellipsis. */
export function shortenMiddle(text: string, length: number): string {
  // By code points, for half of one is none.
  const letters = PLAIN.test(text) ? text : [...withCodes(text)];
  if (letters.length <= length) return typeof letters === 'string' ? letters : letters.join('');
  if (length <= 1) return '…';
  const head = Math.ceil((length - 1) / 2);
  const tail = length - 1 - head;
  const part = (from: number, to?: number): string => {
    const cut = letters.slice(from, to);
    return typeof cut === 'string' ? cut : cut.join('');
  };
  return `${part(0, head)}…${tail > 0 ? part(-tail) : ''}`;
}
