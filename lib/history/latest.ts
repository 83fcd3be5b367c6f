/** Of each name what was told last: what waits to be written, and what was written, should the store lose it. */
export type Latest<T> = {
  set(item: T): void;
  /** All that waits now, oldest first, in parts of `rows` items; a part waits until it is said to be written. */
  parts(rows: number): Generator<{ items: T[]; written(): void; refused(): void }>;
  isEmpty(): boolean;
  /** Gives up what waits longest beyond `most`; answers how many. */
  bound(most: number): number;
  /** What was written before waits again, as far as it is remembered. */
  again(): void;
};

/** So many that were written are remembered: more than can be open at once. */
const MOST_REMEMBERED = 25_000;

/** `supersedes`: whether what is told now replaces what was told before. */
export function createLatest<T>(
  nameOf: (item: T) => string,
  supersedes: (next: T, before: T) => boolean = () => true,
): Latest<T> {
  const waiting = new Map<string, T>();
  const written = new Map<string, T>();

  function remember(name: string, item: T): void {
    written.delete(name);
    written.set(name, item);
    for (const oldest of written.keys()) {
      if (written.size <= MOST_REMEMBERED) break;
      written.delete(oldest);
    }
  }

  return {
    set(item) {
      const name = nameOf(item);
      const before = waiting.get(name);
      if (before === undefined || supersedes(item, before)) waiting.set(name, item);
    },
    *parts(rows) {
      const all = [...waiting];
      for (let start = 0; start < all.length; start += rows) {
        const some = all.slice(start, start + rows);
        const refused = (): void => {
          for (const [name, item] of some) if (waiting.get(name) === item) waiting.delete(name);
        };
        const written = (): void => {
          for (const [name, item] of some) remember(name, item);
          refused();
        };
        yield { items: some.map(([, item]) => item), written, refused };
      }
    },
    isEmpty: () => waiting.size === 0,
    bound(most) {
      let givenUp = 0;
      for (const name of waiting.keys()) {
        if (waiting.size <= most) break;
        waiting.delete(name);
        givenUp += 1;
      }
      return givenUp;
    },
    again() {
      for (const [name, item] of written) if (!waiting.has(name)) waiting.set(name, item);
    },
  };
}
