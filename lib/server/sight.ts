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

/** Those of `namespaces` that are seen, as they were. */
export function seenOf(sight: Sight, namespaces: readonly string[]): string[] {
  return namespaces.filter((namespace) => sees(sight, namespace));
}
