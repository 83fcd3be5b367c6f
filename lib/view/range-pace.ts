/** How often what is shown of a range is read again while it moves. Milliseconds; 0 for never. */
import { moves, type ParsedRange, resolveRange } from './timeline-range.ts';

const HOUR_MS = 3_600_000;
/** A young chart shows the stretch under way grow; over days nothing moves in seconds. */
const SOON_MS = 5_000;
export const LATER_MS = 30_000;

/** By the range's whole length, also of one that began at a fixed time: an alert of days leads to such. */
export function rangePaceMs(range: Pick<ParsedRange, 'from' | 'to'>, now: number | null): number {
  if (!moves(range)) return 0;
  const span = resolveRange(range, now);
  return span !== null && span.to - span.from > HOUR_MS ? LATER_MS : SOON_MS;
}
