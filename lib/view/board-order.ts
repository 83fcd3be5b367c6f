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
  const places = new Map(next.map((item, place) => [item.key, { place, group: item.group }]));
  const kept = shown.flatMap(({ key, group }) => {
    const to = places.get(key);
    return to === undefined || to.group !== group ? [] : [to.place];
  });
  return { items, pending: pending + kept.length - longestRise(kept) };
}

/** How many of the numbers, all of them different, can stay as they stand so that each is greater than the one before. */
function longestRise(numbers: readonly number[]): number {
  // The least number that a rise of so many, and one more, can end with.
  const ends: number[] = [];
  for (const number of numbers) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? number) < number) low = middle + 1;
      else high = middle;
    }
    ends[low] = number;
  }
  return ends.length;
}
