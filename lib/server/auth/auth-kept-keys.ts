/** Keys that are remembered until a time each, and only so many of them: the one that was added first goes first. */
export type KeptKeys = { add(key: string, until: number): void; has(key: string, now: number): boolean };

export function createKeptKeys(most: number): KeptKeys {
  const kept = new Map<string, number>();
  return {
    add(key, until) {
      kept.delete(key);
      kept.set(key, until);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    has(key, now) {
      const until = kept.get(key);
      if (until === undefined) return false;
      if (until > now) return true;
      kept.delete(key);
      return false;
    },
  };
}
