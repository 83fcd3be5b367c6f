/** A symmetric axis for clock offsets: even inside ± 10 ms, logarithmic beyond, to ± 30 s; what is further stands at its end. */

const EVEN_MS = 10;
const MOST_MS = 30_000;

/** Offset, ms, to 0 (30 s behind) … 1 (30 s ahead); 0 ms stands in the middle. */
export function clockPlace(offsetMs: number): number {
  const size = Math.min(Math.abs(offsetMs), MOST_MS);
  const part = Math.log10(1 + size / EVEN_MS) / Math.log10(1 + MOST_MS / EVEN_MS);
  return 0.5 + (Math.sign(offsetMs) * part) / 2;
}

/** Near the middle there is no room for words. */
export const CLOCK_TICKS: readonly { ms: number; text: string }[] = [
  { ms: -30_000, text: '−30 s' },
  { ms: -1000, text: '−1 s' },
  { ms: -100, text: '−0.1 s' },
  { ms: -10, text: '' },
  { ms: 0, text: '0' },
  { ms: 10, text: '' },
  { ms: 100, text: '+0.1 s' },
  { ms: 1000, text: '+1 s' },
  { ms: 30_000, text: '+30 s' },
];

/** Where the bar of an interval begins and how wide it is, as shares of the axis; never thinner than `least`. */
export function clockBar(
  { lower, upper }: { lower: number; upper: number },
  least: number,
): { from: number; width: number } {
  const [begin, end] = [clockPlace(Math.min(lower, upper)), clockPlace(Math.max(lower, upper))];
  const width = Math.max(least, end - begin);
  // A thin one keeps its middle, and stays on the axis.
  return { from: Math.min(1 - width, Math.max(0, (begin + end) / 2 - width / 2)), width };
}
