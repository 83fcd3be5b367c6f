/**
 * Numbers by which rows are named, each once. Drawn like lots: neither which one a Lease has nor how far apart two are
 * tells how many others there are, to whoever sees only some of them. Small, for each renewal is told with one.
 */

/** Lots that are in at once: far more than there are Leases. Once all are drawn as many higher ones are put in. */
const LOTS = 2 ** 20;

/** `draw`: an integer from 0 to below its argument, each as likely, that nobody can foretell from those before. */
export function createRowKeys(draw: (below: number) => number, lots = LOTS): () => number {
  /** By place what lies there now, where that is not the place's own number; 0 for that one. */
  let moved = new Uint32Array(0);
  let left = 0;
  let drawn = 0;
  return () => {
    if (left === 0) {
      moved = new Uint32Array(lots);
      left = lots;
    }
    const at = draw(left);
    left -= 1;
    const lot = moved[at] || at;
    // The last one takes the free place.
    moved[at] = moved[left] || left;
    const round = drawn - (drawn % lots);
    drawn += 1;
    return round + lot;
  };
}
