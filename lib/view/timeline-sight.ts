/** Which part of the lanes is drawn: what is on the screen and some beyond it, so that scrolling finds it there. */

/** So much is drawn beyond the screen, and anew when less than the other is left, px. */
const BEYOND = 240;
export const LEAST_BEYOND = 120;
/** What is drawn by far too much, as where a window was made smaller, is drawn anew too. */
const MOST_BEYOND = 600;

/** px from the top of the lanes. */
export type InSight = { top: number; bottom: number };

/** What is to be drawn when this is on the screen; `before` where that still does. */
export function sightOf(before: InSight, screen: InSight): InSight {
  const does = (beyond: number): boolean => beyond >= LEAST_BEYOND && beyond <= MOST_BEYOND;
  const isTop = before.top === 0 && screen.top <= LEAST_BEYOND;
  if ((isTop || does(screen.top - before.top)) && does(before.bottom - screen.bottom)) return before;
  return { top: Math.max(0, screen.top - BEYOND), bottom: Math.max(0, screen.bottom + BEYOND) };
}
