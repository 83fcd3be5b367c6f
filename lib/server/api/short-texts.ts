/** A holder may call itself anything, of any length: hundreds of such texts would make an answer that nobody can bear. */
import { shortenMiddle } from '../../view/format.ts';

const LONGEST = 1000;

/** The same, with every text in `value` cut in the middle where it is longer than 1,000 characters. */
export function shortTexts<T>(value: T): T {
  // What comes out has the shape of what went in: only texts differ.
  return shortened(value) as T;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= LONGEST ? value : shortenMiddle(value, LONGEST);
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}
