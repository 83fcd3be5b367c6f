/** What runs through all lanes, px, and the words over it: unwatched time, slow renewals, time before anything was kept. */
import type { TimeZone } from './format.ts';
import type { TimeRange } from './time-axis.ts';
import type { BlindStretch, SlowStretch, TimelineLane } from './timeline.ts';
import type { Scale } from './timeline-marks.ts';
import { blindWords, clockWords, slowLabel } from './timeline-words.ts';

export type Band = TimeRange & {
  type: 'blind' | 'slow' | 'before' | 'unread';
  key: string;
  x: number;
  width: number;
  words: string;
  /** Of a slow one: those that stand too close for words of their own are told together. */
  slow?: SlowStretch;
};

/**
 * As narrow as a band may be and still be seen. What it is wider than the truth goes into the past: what came after
 * it, up to now, is what somebody looks for.
 */
const LEAST = 2;
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
  /** Epoch ms; null when not known. */
  now: number | null;
  /** Slow stretches closer than this came as one. */
  joinedMs?: number;
};

export function timelineBands(input: BandsInput): Band[] {
  const { scale, blindSpots, slow, keptFrom, read, zone, joinedMs = 0 } = input;
  const { range } = scale;
  const bands: Band[] = [];
  const add = (
    type: Band['type'],
    { from, to }: TimeRange,
    least: number,
    words: string,
    more = {},
  ): void => {
    if (to <= range.from || from >= range.to) return;
    const left = scale.x(Math.max(from, range.from));
    const right = scale.x(Math.min(to, range.to));
    const width = Math.max(least, right - left);
    const x = Math.max(scale.left, right - width);
    const place = { x: round(x), width: round(width) };
    bands.push({ type, key: `${type}${from}`, from, to, ...place, words, ...more });
  };
  for (const one of slow) add('slow', one, LEAST, slowLabel(one, joinedMs), { slow: one });
  for (const one of blindSpots) if (one.scope === null) add('blind', one, LEAST, blindWords(one));
  if (keptFrom !== null) {
    const since = clockWords(keptFrom, zone, input.now, range);
    add('before', { from: -8.64e15, to: keptFrom }, 0, `nothing kept before ${since}`);
  }
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
      const from = Math.max(scale.left, scale.x(one.from));
      const end = Math.min(scale.left + scale.width, scale.x(one.to));
      const width = Math.max(LEAST, end - from);
      return { x: round(Math.max(scale.left, end - width)), width: round(width) };
    });
}

/** From when on anything is kept: what the lanes themselves show was kept, whatever was said before it was read. */
export function keptSince(keptFrom: number | null, lanes: readonly TimelineLane[]): number | null {
  if (keptFrom === null) return null;
  return lanes.reduce((least, { spans }) => Math.min(least, spans[0]?.from ?? least), keptFrom);
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
