/** Where a card about a moment of a lane stands: beside it, and whole within what is seen. */
import type { CSSProperties } from 'react';

/** `lead`: px that the card keeps from the top of its place, of one above from the bottom, as far as it has room. */
export type CardPlace = { above: boolean; lead: number; style: CSSProperties };

export const CARD_WIDTH = 348;
/** About as tall as a card with all its terms gets, px. */
const TALL = 400;
/** Between the middle of the lane, or its moment, and the card, px. */
const BESIDE = 14;

/**
 * Below the lane where a tall card has room, else on the side with more of it. What it says comes in later and makes it
 * taller: its place ends with what is seen, and there it moves along its lane, not out of sight.
 *
 * @param x of the moment, `middle` of the lane, px of the lanes
 * @param seen from where to where lanes are seen, px of the lanes; null while that is not known
 */
export function cardPlace(
  { x, middle, width }: { x: number; middle: number; width: number },
  seen: { top: number; bottom: number } | null,
): CardPlace {
  const right = x + BESIDE;
  const left = right + CARD_WIDTH > width - 8 ? Math.max(8, right - 2 * BESIDE - CARD_WIDTH) : right;
  if (seen === null) return { above: false, lead: middle + BESIDE, style: { left, top: 0 } };
  // One that was pinned goes out of sight with its lane.
  const top = Math.min(seen.top, middle - BESIDE);
  const bottom = Math.max(seen.bottom, middle + BESIDE);
  const room = { above: middle - BESIDE - top, below: bottom - middle - BESIDE };
  const above = room.below < TALL && room.above > room.below;
  const lead = above ? bottom - (middle - BESIDE) : middle + BESIDE - top;
  return { above, lead, style: { left, top, height: bottom - top } };
}
