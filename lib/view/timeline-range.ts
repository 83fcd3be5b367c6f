/**
 * The stretch of time that Timeline shows, as it stands in the URL and in a person's words: epoch milliseconds,
 * ISO 8601 or `now-6h`, as the API takes them. A range with an end that is told from now moves.
 */
import { type AskedTime, askedAt, parseAskedTime, UNIT_MS } from './asked-time.ts';
import type { TimeRange } from './time-axis.ts';

/** As in the URL, and as the API is asked. */
export type RangeWords = { from: string; to: string };

/** Too few digits to be meant as a time of the last fifty years. */
const SHORT_NUMBER = /^\d{1,8}$/;

export const DEFAULT_RANGE: RangeWords = { from: 'now-6h', to: 'now' };
export const PRESETS: readonly { label: string; ms: number }[] = [
  { label: '1 h', ms: UNIT_MS.h },
  { label: '6 h', ms: 6 * UNIT_MS.h },
  { label: '24 h', ms: UNIT_MS.d },
  { label: '7 d', ms: 7 * UNIT_MS.d },
  { label: '30 d', ms: 30 * UNIT_MS.d },
];
/** Shorter than this there is nothing to tell apart. */
export const SHORTEST_MS = 2_000;
/**
 * One zooms out no further: of a year a day is a few pixels. More may be kept (`TENURE_HANDOVER_DAYS`, up to 3,650),
 * and a range in the address may be as long as that.
 */
export const LONGEST_MS = 366 * UNIT_MS.d;

/** As people type it; null when `text` is no time. */
export function parseEnd(text: string): AskedTime | null {
  const trimmed = text.trim().replace(/^now\s*-\s*(\d+)\s*(?=\w$)/, 'now-$1');
  return SHORT_NUMBER.test(trimmed) ? null : parseAskedTime(trimmed);
}

export type ParsedRange = { words: RangeWords; from: AskedTime; to: AskedTime; problem: string | null };

/** What cannot be read is replaced by the default range, and `problem` says so. */
export function parseRange(words: RangeWords): ParsedRange {
  const from = parseEnd(words.from);
  const to = parseEnd(words.to);
  const backwards =
    from !== null &&
    to !== null &&
    ((from.type === 'at' && to.type === 'at' && from.at >= to.at) ||
      (from.type === 'ago' && to.type === 'ago' && from.ms <= to.ms));
  if (from !== null && to !== null && !backwards) return { words, from, to, problem: null };
  const wrong =
    from === null
      ? `“${shown(words.from)}” is not a time`
      : to === null
        ? `“${shown(words.to)}” is not a time`
        : 'The range ends before it begins';
  return {
    words: DEFAULT_RANGE,
    from: { type: 'ago', ms: 6 * UNIT_MS.h },
    to: { type: 'ago', ms: 0 },
    problem: `${wrong}. Give ISO 8601 with Z, epoch milliseconds or now-6h; shown are the last 6 h.`,
  };
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

export function moves(range: Pick<ParsedRange, 'from' | 'to'>): boolean {
  return range.from.type === 'ago' || range.to.type === 'ago';
}

export function endsNow(range: Pick<ParsedRange, 'to'>): boolean {
  return range.to.type === 'ago' && range.to.ms === 0;
}

/** Epoch ms, as of `now`; null while that is needed and not known. Nothing told from now is before 1970. */
export function resolveRange(range: Pick<ParsedRange, 'from' | 'to'>, now: number | null): TimeRange | null {
  const at = (end: AskedTime): number | null =>
    end.type === 'at' ? end.at : now === null ? null : askedAt(end, now);
  const from = at(range.from);
  const to = at(range.to);
  return from === null || to === null ? null : { from, to: Math.max(to, from + SHORTEST_MS) };
}

/** The same stretch for everybody and for ever: `2026-03-05T22:56:31Z`, with milliseconds where it has any. */
export function stillWords({ from, to }: TimeRange): RangeWords {
  return { from: isoOf(from), to: isoOf(to) };
}

function isoOf(at: number): string {
  return new Date(Math.round(at)).toISOString().replace('.000Z', 'Z');
}

/** The last `ms` up to now: "now-6h". */
export function movingWords(ms: number): RangeWords {
  const whole = Math.max(1, Math.round(ms / UNIT_MS.s)) * UNIT_MS.s;
  const unit = (['d', 'h', 'm', 's'] as const).find((one) => whole % UNIT_MS[one] === 0) ?? 's';
  return { from: `now-${whole / UNIT_MS[unit]}${unit}`, to: 'now' };
}

/**
 * `range` scaled by `factor` about `around`, kept out of the future and inside the longest and shortest. One that was
 * longer from the outset is not cut.
 */
export function zoomedRange(range: TimeRange, factor: number, around: number, now: number): TimeRange {
  const length = range.to - range.from;
  const next = Math.min(Math.max(LONGEST_MS, length), Math.max(SHORTEST_MS, length * factor));
  const share = (around - range.from) / length;
  return beforeNow({ from: around - share * next, to: around + (1 - share) * next }, range, now);
}

/** `range` moved by `share` of its length; a negative share goes back in time. */
export function pannedRange(range: TimeRange, share: number, now: number): TimeRange {
  const by = (range.to - range.from) * share;
  return beforeNow({ from: range.from + by, to: range.to + by }, range, now);
}

/** Moved back where it would show the future; a range that lies there already may stay. */
function beforeNow(next: TimeRange, before: TimeRange, now: number): TimeRange {
  const over = next.to - Math.max(now, before.to);
  const back = over > 0 ? over : 0;
  return { from: Math.round(next.from - back), to: Math.round(next.to - back) };
}

/** The same in the URL: a range that ended now goes on to, as long as it still ends there. */
export function wordsFor(next: TimeRange, before: ParsedRange, now: number): RangeWords {
  const length = next.to - next.from;
  if (endsNow(before) && Math.abs(now - next.to) < length / 1_000 + 1_000) return movingWords(length);
  return stillWords(next);
}
