/** Seeded randomness: the same seed tells the same story. */
export type Random = {
  /** A number in [0, 1). */
  next(): number;
  /** A number in [from, to). */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T | undefined;
  /** `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string;
  uuid(): string;
};

const HEX = '0123456789abcdef';
export const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** The alphabet of generated names: no vowels, nothing that looks like something else (apimachinery util/rand). */
export const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** mulberry32: small, quick, good enough for scheduling; not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const text = (length: number, alphabet: string) => {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet.charAt(Math.floor(next() * alphabet.length));
    return out;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    pick: (items) => items[Math.floor(next() * items.length)],
    text,
    uuid: () =>
      `${text(8, HEX)}-${text(4, HEX)}-4${text(3, HEX)}-${text(1, '89ab')}${text(3, HEX)}-${text(12, HEX)}`,
  };
}
