/** What a viewer may see: rows of any other namespace do not exist for them. */

/** Which namespaces a viewer may see Leases of: null for all of them, else exactly these. */
export type Sight = ReadonlySet<string> | null;

export function sees(sight: Sight, namespace: string): boolean {
  return sight === null || sight.has(namespace);
}

/** The same text for all who see the same, and for nobody else. */
export function sightKey(sight: Sight): string {
  return sight === null ? '*' : JSON.stringify([...sight].sort());
}

export function isSameSight(a: Sight, b: Sight): boolean {
  if (a === null || b === null) return a === b;
  return a.size === b.size && [...a].every((namespace) => b.has(namespace));
}

/** What is made once for all who see the same. */
export function oncePerSight<T>(make: (sight: Sight) => T): (sight: Sight) => T {
  const made = new Map<string, T>();
  return (sight) => {
    const key = sightKey(sight);
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(sight);
    made.set(key, fresh);
    return fresh;
  };
}

/** Those of `namespaces` that are seen, as they were. */
export function seenOf(sight: Sight, namespaces: readonly string[]): string[] {
  return namespaces.filter((namespace) => sees(sight, namespace));
}
