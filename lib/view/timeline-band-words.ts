/** Where the words over the bands stand, px: at their band, beside each other, never over what is beside the plot. */
import type { Band } from './timeline-bands.ts';
import { slowLabel } from './timeline-words.ts';

/** `x`: their middle. */
export type PlacedWords = { key: string; x: number; words: string; slow: boolean };

type Told = { key: string; type: Band['type']; x: number; width: number; words: string };
type Stretch = { from: number; to: number };

const APART = 10;
const RANK = { slow: 0, blind: 1, before: 2, unread: 3 } as const;

/** 11 px type of the widest usual font is about 6 px a letter, the bold kind a bit more. */
const LETTER = 6.2;
const BOLD_LETTER = 6.6;

function lengthOf({ type, words }: Pick<Told, 'type' | 'words'>): number {
  return words.length * (type === 'slow' ? BOLD_LETTER : LETTER);
}

/** As many as there is room for; what is worse comes first. `joinedMs` as the bands were told it. */
export function placeWords(bands: readonly Band[], left: number, right: number, joinedMs = 0): PlacedWords[] {
  const placed: PlacedWords[] = [];
  const taken: Stretch[] = [];
  const most = Math.floor((right - left) / BOLD_LETTER);
  const told = toldTogether(bands, joinedMs, most).filter((band) => band.words !== '');
  for (const one of told.sort((a, b) => RANK[a.type] - RANK[b.type] || b.width - a.width)) {
    const length = lengthOf(one);
    const from = roomFor(one.x + one.width / 2 - length / 2, length, { from: left, to: right }, taken);
    if (from === null) continue;
    taken.push({ from, to: from + length });
    placed.push({
      key: one.key,
      x: Math.round((from + length / 2) * 10) / 10,
      words: one.words,
      slow: one.type === 'slow',
    });
  }
  return placed;
}

/** Slow stretches whose words would meet are counted in one, in `most` letters; each is drawn by itself. */
function toldTogether(bands: readonly Band[], joinedMs: number, most: number): Told[] {
  const groups: Band[][] = [];
  for (const band of bands.filter((one) => one.slow !== undefined).sort((a, b) => a.x - b.x)) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const near = last !== undefined && band.x - (last.x + last.width) < lengthOf(band);
    if (near) group?.push(band);
    else groups.push([band]);
  }
  const slow = groups.flatMap((group): Told[] => {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) return [];
    const all = group.flatMap((band) => band.slow ?? []);
    const words = slowLabel(all, joinedMs, most);
    return [{ key: first.key, type: 'slow', x: first.x, width: last.x + last.width - first.x, words }];
  });
  return [...slow, ...bands.filter((one) => one.slow === undefined)];
}

/** Where words begin that would best begin at `wanted`: there, or beside what is in the way, on the nearer side. */
function roomFor(wanted: number, length: number, inside: Stretch, taken: readonly Stretch[]): number | null {
  const into = (from: number): number => Math.min(Math.max(from, inside.from), inside.to - length);
  const best = into(wanted);
  const beside = taken.flatMap((one) => {
    const most = (length + one.to - one.from) / 2 + APART + 0.01;
    return [one.from - APART - length, one.to + APART].filter((from) => Math.abs(from - best) <= most);
  });
  const places = [best, ...beside.map(into)]
    .filter((from) => from >= inside.from)
    .filter((from) =>
      taken.every((one) => from + length <= one.from - APART + 0.01 || from >= one.to + APART - 0.01),
    );
  places.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return places[0] ?? null;
}
