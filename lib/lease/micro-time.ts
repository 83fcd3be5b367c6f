/**
 * Kubernetes times as numbers. MicroTime prints UTC with exactly six fractional digits, Time with none
 * (AM meta/v1/micro_time.go); other clients write whatever RFC 3339 allows, so all of that is read.
 */

const DAY_MS = 86_400_000;
const FIRST_YEAR = 1970;
/** 2^53 µs end in 2255. */
const LAST_EXACT_YEAR = 2254;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LOOSE = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * Epoch microseconds, or null for what is not an RFC 3339 time. Exact to the microsecond up to the year
 * 2255 (2^53 µs); later years are off by less than a millisecond.
 */
export function parseMicroTime(text: string | null): number | null {
  if (text === null) return null;
  const micros = canonicalMicros(text);
  return Number.isNaN(micros) ? parseLoose(text) : micros;
}

/** Epoch milliseconds with fractions; null for what is not a time. */
export function parseTimeMs(text: string | null): number | null {
  const micros = parseMicroTime(text);
  return micros === null ? null : micros / 1000;
}

/**
 * Epoch microseconds of the two shapes the API server prints, else NaN: what `microTimeText` or `stampText`
 * gives back to the letter. Read without a regular expression: this runs at every renewal.
 */
export function canonicalMicros(text: string): number {
  const length = text.length;
  if ((length !== 20 && length !== 27) || text.charCodeAt(length - 1) !== 90) return Number.NaN;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(10) !== 84) return Number.NaN;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN;
  if (length === 27 && text.charCodeAt(19) !== 46) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const micros = length === 27 ? digits(text, 20, 26) : 0;
  if (year < FIRST_YEAR || year > LAST_EXACT_YEAR || micros < 0) return Number.NaN;
  if (!inRange(year, month, day, hour, minute, second)) return Number.NaN;
  return epochMs(year, month, day, hour, minute, second) * 1000 + micros;
}

/** A MicroTime as the API server prints it, of epoch microseconds that `canonicalMicros` gave. */
export function microTimeText(micros: number): string {
  const ms = Math.floor(micros / 1000);
  return `${new Date(ms).toISOString().slice(0, 23)}${String(micros - ms * 1000).padStart(3, '0')}Z`;
}

/** A Time as the API server prints it, whole seconds, of epoch microseconds that `canonicalMicros` gave. */
export function stampText(micros: number): string {
  return `${new Date(micros / 1000).toISOString().slice(0, 19)}Z`;
}

function parseLoose(text: string): number | null {
  const match = LOOSE.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number);
  if (y === undefined || mo === undefined || d === undefined) return null;
  if (h === undefined || mi === undefined || s === undefined || !inRange(y, mo, d, h, mi, s)) return null;
  const offsetMs = sign === undefined ? 0 : (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  const ms = epochMs(y, mo, d, h, mi, s) - (sign === '-' ? -offsetMs : offsetMs);
  return ms * 1000 + Number((fraction ?? '').padEnd(6, '0').slice(0, 6));
}

function inRange(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
  const isTime = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
  return day >= 1 && day <= days && isTime;
}

/** The non-negative number in text[from, to), or -1 when something there is not a digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since the epoch of a date of the proleptic Gregorian calendar, counted in years that begin in March. */
function epochMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  return days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
}
