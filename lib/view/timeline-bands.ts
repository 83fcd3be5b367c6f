/** What runs through all lanes, px, and the words over it: unwatched time, slow renewals, time before anything was kept. */
import { formatClock, type TimeZone } from './format.ts';
import type { TimeRange } from './time-axis.ts';
import type { BlindStretch, SlowStretch, TimelineLane } from './timeline.ts';
import type { Scale } from './timeline-marks.ts';
import { blindWords, slowWords } from './timeline-words.ts';

export type Band = TimeRange & {
  type: 'blind' | 'slow' | 'before' | 'unread';
  key: string;
  x: number;
  width: number;
  words: string;
};

/** As narrow as a hatch may be and still be seen. */
const LEAST_BLIND = 5;
const LEAST_SLOW = 3;
/** In a lane of its own it hides the bar and its notches. */
export const SCOPED_HEIGHT = 20;

export type BandsInput = {
  scale: Scale;
  blindSpots: readonly BlindStretch[];
  slow: readonly SlowStretch[];
  /** From when on anything is kept; null when not known. */
  keptFrom: number | null;
  /** What the answer at hand speaks of; outside of it nothing has been read yet. */
  read: TimeRange | null;
  zone: TimeZone;
};

export function timelineBands({ scale, blindSpots, slow, keptFrom, read, zone }: BandsInput): Band[] {
  const { range } = scale;
  const bands: Band[] = [];
  const add = (type: Band['type'], { from, to }: TimeRange, least: number, words: string): void => {
    if (to <= range.from || from >= range.to) return;
    const left = scale.x(Math.max(from, range.from));
    const right = scale.x(Math.min(to, range.to));
    const width = Math.max(least, right - left);
    const x = Math.min(left, scale.left + scale.width - width);
    bands.push({ type, key: `${type}${from}`, from, to, x: round(x), width: round(width), words });
  };
  for (const one of slow) add('slow', one, LEAST_SLOW, slowWords(one));
  for (const one of blindSpots) if (one.scope === null) add('blind', one, LEAST_BLIND, blindWords(one));
  if (keptFrom !== null)
    add('before', { from: -8.64e15, to: keptFrom }, 0, `nothing kept before ${formatClock(keptFrom, zone)}`);
  if (read !== null) {
    add('unread', { from: -8.64e15, to: read.from }, 0, '');
    add('unread', { from: read.to, to: 8.64e15 }, 0, '');
  }
  return bands;
}

/** Those of one namespace are drawn in its lanes only. */
export function scopedBlind(
  blindSpots: readonly BlindStretch[],
  namespace: string,
  scale: Scale,
): { x: number; width: number }[] {
  return blindSpots
    .filter((one) => one.scope === namespace && one.to > scale.range.from && one.from < scale.range.to)
    .map((one) => {
      const x = Math.max(scale.left, scale.x(one.from));
      const end = Math.min(scale.left + scale.width, scale.x(one.to));
      return { x: round(x), width: round(Math.max(LEAST_BLIND, end - x)) };
    });
}

/** From when on anything is kept: what the lanes themselves show was kept, whatever was said before it was read. */
export function keptSince(keptFrom: number | null, lanes: readonly TimelineLane[]): number | null {
  if (keptFrom === null) return null;
  return lanes.reduce((least, { spans }) => Math.min(least, spans[0]?.from ?? least), keptFrom);
}

export type PlacedWords = {
  key: string;
  x: number;
  anchor: 'start' | 'middle' | 'end';
  words: string;
  slow: boolean;
};

/** The words over the bands, as many as stand beside each other; what is worse comes first. */
export function placeWords(bands: readonly Band[], left: number, right: number): PlacedWords[] {
  const placed: PlacedWords[] = [];
  const taken: { from: number; to: number }[] = [];
  const rank = { slow: 0, blind: 1, before: 2, unread: 3 } as const;
  const told = bands.filter((band) => band.words !== '');
  for (const band of [...told].sort((a, b) => rank[a.type] - rank[b.type] || b.width - a.width)) {
    // 11 px type of the widest usual font is about 6.4 px a letter, the bold kind a bit more.
    const length = band.words.length * (band.type === 'slow' ? 7 : 6.4);
    const middle = band.x + band.width / 2;
    const from = roomFor(middle - length / 2, length, { from: left, to: right }, taken);
    if (from === null) continue;
    const centre = from + length / 2;
    const to = from + length;
    taken.push({ from, to });
    placed.push({
      key: band.key,
      x: round(centre),
      anchor: 'middle',
      words: band.words,
      slow: band.type === 'slow',
    });
  }
  return placed;
}

type Stretch = { from: number; to: number };
const APART = 10;

/** Where words begin that would best begin at `wanted`: there, or beside what is in the way but still near. */
function roomFor(wanted: number, length: number, inside: Stretch, taken: readonly Stretch[]): number | null {
  const places = [wanted, ...taken.flatMap((one) => [one.from - APART - length, one.to + APART])]
    .map((from) => Math.min(Math.max(from, inside.from), inside.to - length))
    .filter((from) => from >= inside.from && Math.abs(from - wanted) <= length / 2 + 2 * APART)
    .filter((from) =>
      taken.every((one) => from + length <= one.from - APART + 0.01 || from >= one.to + APART - 0.01),
    );
  places.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return places[0] ?? null;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
