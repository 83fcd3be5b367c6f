/** How often a Lease changed hands in a range, as its table and its facts both tell it. */
import type { Handover } from '../lease/handover.ts';
import { formatCount, type TimeZone } from './format.ts';
import { changesOf } from './handover-words.ts';
import { formatMoment } from './moment.ts';
import { rangeLength, type TimeRange } from './time-axis.ts';

type Read = {
  items: readonly Handover[] | null;
  /** Handovers before this are not among them; null when all are. */
  from: number | null;
};
type Asked = {
  range: TimeRange;
  /** From here on anything is known. */
  keptFrom: number | null;
  now: number;
  zone: TimeZone;
};

export type HandoverCount = {
  /** Those in the range, as they were given. */
  items: Handover[];
  seen: number;
  unseen: number;
  /** There were more than could be read. */
  atLeast: boolean;
  /** What of the range they are of: " in 6 h", "; nothing is kept before 01:14:07". */
  since: string;
};

/** Null while they are not read. */
export function countHandovers(
  { items: read, from }: Read,
  { range, keptFrom, now, zone }: Asked,
): HandoverCount | null {
  if (read === null) return null;
  // What is read reaches beyond the range by one on either side, to know who held it at its ends.
  const items = read.filter(({ at }) => at >= range.from && at <= range.to);
  const since =
    keptFrom === null || keptFrom <= range.from
      ? ` in ${rangeLength(range)}`
      : `; nothing is kept before ${formatMoment(keptFrom, now, zone)}`;
  return { items, ...changesOf(items), atLeast: from !== null && from > range.from, since };
}

/** Of those that were seen: "3 counted in 6 h"; null while not read. */
export function countedWords(read: Read, asked: Asked): string | null {
  const count = countHandovers(read, asked);
  return count === null
    ? null
    : `${count.atLeast ? 'at least ' : ''}${formatCount(count.seen)} counted${count.since}`;
}
