/**
 * The eight holder hues. A hue is a hint and the name is the fact: with more than eight keys hues repeat.
 * The key is the holder's node where it is known, else its identity.
 */
export const HUES = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type Hue = (typeof HUES)[number];

/** FNV-1a, 32 bit: spreads names that differ in their last character. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}

/** The same for one key everywhere and always. */
export function preferredHue(key: string): Hue {
  return HUES[hash(key) % HUES.length] ?? 1;
}

/**
 * Hues for `keys`, keeping those already given (so that no colour changes under the reader): a key gets its
 * preferred hue, or the least used one when that is taken.
 */
export function assignHues(
  given: ReadonlyMap<string, Hue>,
  keys: Iterable<string>,
): ReadonlyMap<string, Hue> {
  const fresh = [...new Set(keys)].filter((key) => !given.has(key)).sort();
  if (fresh.length === 0) return given;
  const hues = new Map(given);
  const used = new Map<Hue, number>(HUES.map((hue) => [hue, 0]));
  for (const hue of given.values()) used.set(hue, (used.get(hue) ?? 0) + 1);
  for (const key of fresh) {
    const least = Math.min(...used.values());
    const preferred = preferredHue(key);
    const start = preferred - 1;
    const hue = HUES.map((_, step) => HUES[(start + step) % HUES.length] ?? preferred).find(
      (candidate) => used.get(candidate) === least,
    );
    const chosen = hue ?? preferred;
    hues.set(key, chosen);
    used.set(chosen, (used.get(chosen) ?? 0) + 1);
  }
  return hues;
}

/** Another than `hue`, for two neighbours that would look alike. */
export function nextHue(hue: Hue): Hue {
  return HUES[hue % HUES.length] ?? 1;
}
