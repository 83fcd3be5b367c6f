/**
 * Handovers of one lane as text, so that a database hands over one row a lane instead of thousands:
 * `first,last,count,weight,to,vacant,cause;` with `first` in ms after a base, `last` in ms after `first`, and of
 * the cause its first three letters. What is left out is 0, 1, the count, or not known, in this order. A number
 * and `:` begin another UTC day, whose beginning is the base from there on.
 */
import { HANDOVER_CAUSES, type HandoverCause } from '../lease/handover.ts';

/** One handover with a `to`, or several of one hour; times epoch ms. */
export type Entry = {
  first: number;
  last: number;
  count: number;
  /** For how many they count. */
  weight: number;
  /** The new holder's id; null while nobody took over. */
  to: number | null;
  /** Of several, who held it before the last of them; null where sums do not tell. */
  by: number | null;
  /** Before `first`, or somewhere inside. */
  vacantMs: number | null;
  /** Of the last one. */
  cause: HandoverCause;
  /** The stretch before `first` within which it is not known who held it; after it nobody did. */
  unwatched: { from: number; to: number } | null;
  /** The part of that in which it was watched, and nobody held it. */
  empty: { from: number; to: number } | null;
  /** When its tenure was seen to end, of an `unseen` one. */
  endedAt: number | null;
};

/** What only few have. */
export type Special = Pick<Entry, 'unwatched' | 'empty' | 'endedAt'>;

/** Entries in order, a column a field: a page has a hundred thousand of them. What is not known is NaN. */
export type Entries = {
  length: number;
  first: Float64Array;
  last: Float64Array;
  count: Float64Array;
  weight: Float64Array;
  to: Float64Array;
  by: Float64Array;
  vacantMs: Float64Array;
  /** Its place in HANDOVER_CAUSES. */
  cause: Uint8Array;
  /** By index. */
  special: Map<number, Special>;
};

const COLUMNS = ['first', 'last', 'count', 'weight', 'to', 'by', 'vacantMs'] as const;
const COLON = 58;
const ZERO = 48;
const LETTERS = 3;
/** Numbers before the cause. */
const FIELDS = 6;
const UNSEEN = HANDOVER_CAUSES.indexOf('unseen');
const RECREATED = HANDOVER_CAUSES.indexOf('recreated');
const DELETED = HANDOVER_CAUSES.indexOf('deleted');
const RELEASE = HANDOVER_CAUSES.indexOf('release');
const EARLY = HANDOVER_CAUSES.indexOf('early');
const EXPIRY = HANDOVER_CAUSES.indexOf('expiry');
const FIRST = HANDOVER_CAUSES.indexOf('first');
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export function createEntries(capacity = 1024): Entries {
  const column = () => new Float64Array(capacity);
  return {
    length: 0,
    first: column(),
    last: column(),
    count: column(),
    weight: column(),
    to: column(),
    by: column(),
    vacantMs: column(),
    cause: new Uint8Array(capacity),
    special: new Map(),
  };
}

export function clearEntries(entries: Entries): void {
  entries.length = 0;
  entries.special.clear();
}

export function causeAt(entries: Entries, index: number): HandoverCause {
  return HANDOVER_CAUSES[entries.cause[index] ?? 0] ?? 'unseen';
}

export function entryAt(entries: Entries, index: number): Entry {
  const value = (column: Float64Array): number => column[index] ?? Number.NaN;
  const known = (column: Float64Array): number | null => (Number.isNaN(value(column)) ? null : value(column));
  return {
    first: value(entries.first),
    last: value(entries.last),
    count: value(entries.count),
    weight: value(entries.weight),
    to: known(entries.to),
    by: known(entries.by),
    vacantMs: known(entries.vacantMs),
    cause: causeAt(entries, index),
    ...(entries.special.get(index) ?? { unwatched: null, empty: null, endedAt: null }),
  };
}

export function addEntry(entries: Entries, entry: Entry): void {
  if (entries.length === entries.first.length) grow(entries);
  const index = entries.length++;
  entries.first[index] = entry.first;
  entries.last[index] = entry.last;
  entries.count[index] = entry.count;
  entries.weight[index] = entry.weight;
  entries.to[index] = entry.to ?? Number.NaN;
  entries.by[index] = entry.by ?? Number.NaN;
  entries.vacantMs[index] = entry.vacantMs ?? Number.NaN;
  entries.cause[index] = HANDOVER_CAUSES.indexOf(entry.cause);
  const { unwatched, empty, endedAt } = entry;
  if (unwatched !== null || endedAt !== null) entries.special.set(index, { unwatched, empty, endedAt });
}

/** Adds those of `text` whose `first` lies inside from … to (epoch ms, both included). */
export function parseEntries(text: string, base: number, from: number, to: number, entries: Entries): void {
  const end = text.length;
  let start = base;
  let value = 0;
  let begun = 0;
  let field = 0;
  let first = 0;
  let length = -1;
  let count = -1;
  let weight = -1;
  let holder = -1;
  // One loop without calls: a page has millions of characters.
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code < COLON) {
      value = value * 10 + code - ZERO;
      continue;
    }
    if (code === COLON) {
      start = value * DAY_MS;
      value = 0;
      begun = at + 1;
      continue;
    }
    const told = at > begun ? value : -1;
    begun = at + 1;
    value = 0;
    if (field === 0) first = start + told;
    else if (field === 1) length = told;
    else if (field === 2) count = told;
    else if (field === 3) weight = told;
    else if (field === 4) holder = told;
    field++;
    if (field < FIELDS) continue;
    field = 0;
    const cause = causeOf(text.charCodeAt(at + 1), text.charCodeAt(at + 2), text.charCodeAt(at + 3));
    at += LETTERS + 1;
    begun = at + 1;
    if (first < from || first > to) continue;
    const index = entries.length;
    if (index === entries.first.length) grow(entries);
    const many = count < 0 ? 1 : count;
    entries.first[index] = first;
    entries.last[index] = length < 0 ? first : first + length;
    entries.count[index] = many;
    entries.weight[index] = weight < 0 ? many : weight;
    entries.to[index] = holder;
    entries.by[index] = Number.NaN;
    // The longest of an hour of several was before the first of them only where it began before the hour.
    entries.vacantMs[index] = told < 0 || (many > 1 && told <= first % HOUR_MS) ? Number.NaN : told;
    entries.cause[index] = cause;
    entries.length = index + 1;
  }
}

/** `u`nseen, `d`eleted and `f`irst tell by one letter, `rec` and `rel` by the third, `ear` and `exp` by the second. */
function causeOf(first: number, second: number, third: number): number {
  if (first === 114) return third === 108 ? RELEASE : RECREATED;
  if (first === 101) return second === 120 ? EXPIRY : EARLY;
  return first === 117 ? UNSEEN : first === 102 ? FIRST : DELETED;
}

function grow(entries: Entries): void {
  const capacity = entries.first.length * 2;
  for (const name of COLUMNS) {
    const larger = new Float64Array(capacity);
    larger.set(entries[name]);
    entries[name] = larger;
  }
  const causes = new Uint8Array(capacity);
  causes.set(entries.cause);
  entries.cause = causes;
}

/**
 * Joins, in place, what is less than `belowMs` apart into sums, none of which is longer than `longestMs`: of
 * 100,000 entries those remain that can be told apart.
 */
export function joinEntries(entries: Entries, belowMs: number, longestMs: number): void {
  const { first, last, count, weight, to, by, vacantMs, cause, special } = entries;
  const specials = new Map(special);
  special.clear();
  let into = -1;
  for (let index = 0; index < entries.length; index++) {
    const begin = first[index] ?? 0;
    const end = last[index] ?? 0;
    const about = specials.size === 0 ? undefined : specials.get(index);
    const holder = to[index] ?? Number.NaN;
    const joins =
      into >= 0 &&
      begin - (last[into] ?? 0) < belowMs &&
      end - (first[into] ?? 0) <= longestMs &&
      about === undefined &&
      // Nobody took what was open: that lasts, however short it was.
      !Number.isNaN(holder) &&
      !Number.isNaN(to[into] ?? Number.NaN);
    if (joins) {
      by[into] = count[index] === 1 ? (to[into] ?? Number.NaN) : (by[index] ?? Number.NaN);
      last[into] = end;
      count[into] = (count[into] ?? 0) + (count[index] ?? 0);
      weight[into] = (weight[into] ?? 0) + (weight[index] ?? 0);
    } else {
      into += 1;
      first[into] = begin;
      last[into] = end;
      count[into] = count[index] ?? 0;
      weight[into] = weight[index] ?? 0;
      by[into] = by[index] ?? Number.NaN;
      vacantMs[into] = vacantMs[index] ?? Number.NaN;
      if (about !== undefined) special.set(into, about);
    }
    to[into] = holder;
    cause[into] = cause[index] ?? 0;
  }
  entries.length = into + 1;
}
