/** A range as a person types it: also "21:30", "22 Nov 21:30" and "2026-11-22 21:30" in the chosen zone. */
import { formatDateTime, type TimeZone } from './format.ts';
import { parseEnd, type RangeWords, resolveRange, stillWords } from './timeline-range.ts';
import { MONTHS } from './timeline-ticks.ts';

const DAY_MS = 86_400_000;
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const DATED = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d{1,2}:\d\d(?::\d\d)?))?$/;
const NAMED = /^(\d{1,2}) ([a-z]{3})[a-z]*\.?(?: (\d{4}))?(?:,? (\d{1,2}:\d\d(?::\d\d)?))?$/i;

type Day = { year: number; month: number; day: number };
type Typed = { type: 'clock'; text: string } | { type: 'words'; words: string } | { type: 'at'; at: number };

/** As the address has it, or what is wrong, as one sentence without its full stop. */
export function typedRange(
  typed: RangeWords,
  zone: TimeZone,
  now: number,
): { words: RangeWords; problem: null } | { words: null; problem: string } {
  const ends = { from: typed.from.trim(), to: typed.to.trim() || 'now' };
  const from = parseTyped(ends.from, zone, now);
  const to = parseTyped(ends.to, zone, now);
  if (from === null) return wrong(ends.from);
  if (to === null) return wrong(ends.to);
  // A clock alone is the last such moment: of the past, and before an end that has a day.
  const latest = to.type === 'at' ? Math.min(now, to.at) : now;
  const fromWords = from.type === 'clock' ? atWords(clockBefore(from.text, zone, latest)) : wordsOf(from);
  const start = momentOf(fromWords, now);
  const toWords = to.type === 'clock' ? atWords(clockAfter(to.text, zone, start, now)) : wordsOf(to);
  if (start >= momentOf(toWords, now))
    return { words: null, problem: `“${ends.from}” is not before “${ends.to}”: from has to come first` };
  return { words: { from: fromWords, to: toWords }, problem: null };
}

function wrong(text: string): { words: null; problem: string } {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const what = text === '' ? 'From is empty' : `“${shown}” is not a time`;
  return { words: null, problem: `${what}; 21:30, 22 Nov 21:30 or now-6h would be` };
}

function parseTyped(text: string, zone: TimeZone, now: number): Typed | null {
  const today = dayOf(now, zone);
  if (CLOCK.test(text)) return momentAt(today, text, zone) === null ? null : { type: 'clock', text };
  if (DATED.test(text)) return found(typedMoment(text, zone));
  const named = NAMED.exec(text);
  if (named !== null) {
    const month = MONTHS.findIndex((one) => one.toLowerCase() === named[2]?.toLowerCase()) + 1;
    const day = { year: Number(named[3] ?? today.year), month, day: Number(named[1]) };
    const clock = named[4] ?? '00:00';
    const at = momentAt(day, clock, zone);
    // Without a year the last such day is meant.
    const past = named[3] === undefined && at !== null && at > now + DAY_MS;
    return found(past ? momentAt({ ...day, year: day.year - 1 }, clock, zone) : at);
  }
  return parseEnd(text) === null ? null : { type: 'words', words: text };
}

/** As it would be typed: "2026-03-05 22:56:31". */
export function typedWords(at: number, zone: TimeZone): string {
  return formatDateTime(at, zone).slice(0, 19);
}

/** "2026-11-22 21:30", or with a T between, in the zone; null for what is no such moment. Epoch ms. */
export function typedMoment(text: string, zone: TimeZone): number | null {
  const dated = DATED.exec(text.trim());
  if (dated === null) return null;
  const day = { year: Number(dated[1]), month: Number(dated[2]), day: Number(dated[3]) };
  return momentAt(day, dated[4] ?? '00:00', zone);
}

function found(at: number | null): Typed | null {
  return at === null ? null : { type: 'at', at };
}

function wordsOf(typed: Exclude<Typed, { type: 'clock' }>): string {
  return typed.type === 'at' ? atWords(typed.at) : typed.words;
}

function atWords(at: number): string {
  return stillWords({ from: at, to: at }).from;
}

function momentOf(words: string, now: number): number {
  const end = parseEnd(words);
  if (end === null) return now;
  return resolveRange({ from: end, to: end }, now)?.from ?? now;
}

/** The last time that the clock showed this, at or before `latest`. */
function clockBefore(text: string, zone: TimeZone, latest: number): number {
  const same = momentAt(dayOf(latest, zone), text, zone) ?? latest;
  return same <= latest ? same : (momentAt(daysFrom(dayOf(latest, zone), -1), text, zone) ?? same);
}

/** On the day of `start`, or on the next where that has passed already. */
function clockAfter(text: string, zone: TimeZone, start: number, now: number): number {
  const same = momentAt(dayOf(start, zone), text, zone) ?? start;
  const next = momentAt(daysFrom(dayOf(start, zone), 1), text, zone) ?? same;
  return same <= start && next <= now ? next : same;
}

function dayOf(at: number, zone: TimeZone): Day {
  const date = new Date(at);
  return zone === 'utc'
    ? { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
    : { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() };
}

/** By the calendar: not every day is 24 h long. */
function daysFrom({ year, month, day }: Day, days: number): Day {
  return dayOf(Date.UTC(year, month - 1, day + days), 'utc');
}

/** Epoch ms; null for a day or a clock that there is not. */
function momentAt({ year, month, day }: Day, clock: string, zone: TimeZone): number | null {
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
  if (hour > 23 || minute > 59 || second > 59 || month < 1) return null;
  const at =
    zone === 'utc'
      ? Date.UTC(year, month - 1, day, hour, minute, second)
      : new Date(year, month - 1, day, hour, minute, second).getTime();
  const real = dayOf(at, zone);
  return real.year === year && real.month === month && real.day === day ? at : null;
}
