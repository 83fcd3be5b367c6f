/**
 * Rows keep their places while somebody reads them: the new content in the old order. What came is added only
 * when the order is applied; what is gone stays where it was, as it was last known.
 */
export type Held<T> = {
  items: T[];
  /** How many rows would appear, disappear or move if the order were applied. */
  pending: number;
};

export type Keyed = { key: string; group?: string };

export function holdOrder<T extends Keyed>(shown: readonly T[], next: readonly T[]): Held<T> {
  const nextByKey = new Map(next.map((item) => [item.key, item]));
  const shownByKey = new Map(shown.map((item) => [item.key, item]));
  let pending = 0;
  const items = shown.map((item) => {
    const current = nextByKey.get(item.key);
    if (current === undefined) {
      pending += 1;
      return item;
    }
    if (current.group !== item.group) pending += 1;
    return current;
  });
  for (const item of next) if (!shownByKey.has(item.key)) pending += 1;
  const common = shown
    .filter((item) => nextByKey.get(item.key)?.group === item.group)
    .map((item) => item.key);
  const inNext = next
    .filter((item) => shownByKey.get(item.key)?.group === item.group)
    .map((item) => item.key);
  for (const [index, key] of common.entries()) if (inNext[index] !== key) pending += 1;
  return { items, pending };
}
