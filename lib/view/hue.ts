/**
 * The eight holder hues. A hue is a hint and the name is the fact: with more than eight keys hues repeat.
 * The key is the holder's node where it is known, else its identity without what a client adds to it. A hue is a
 * function of its key alone: the same on every page, at every width and range, for everybody, at any time. Neighbours
 * that share one are told apart by the mark of the handover between them.
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

/** Where holders run, as far as anything told it; in whatever order it was told, the answer is the same. */
export type HolderNodes = {
  /** What present Leases say of their holders is the truth of now: it takes the place of what was told before. */
  present(told: Iterable<readonly [identity: string, node: string]>): void;
  /** What history says of a holder. */
  past(identity: string, node: string): void;
  nodeOf(identity: string): string | null;
};

export function createHolderNodes(): HolderNodes {
  const now = new Map<string, string>();
  const before = new Map<string, string>();
  return {
    present(told) {
      const least = new Map<string, string>();
      for (const [identity, node] of told) keepLeast(least, identity, node);
      for (const [identity, node] of least) now.set(identity, node);
    },
    past: (identity, node) => keepLeast(before, identity, node),
    nodeOf: (identity) => now.get(identity) ?? before.get(identity) ?? null,
  };
}

/** One identity on two nodes, which is rare: the first by name, so that it does not matter which came first. */
function keepLeast(nodes: Map<string, string>, identity: string, node: string): void {
  const known = nodes.get(identity);
  if (known === undefined || node < known) nodes.set(identity, node);
}
