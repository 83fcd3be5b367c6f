import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST_BEYOND, sightOf } from '../../lib/view/timeline-sight.ts';

const px = (least: number) => fc.integer({ min: least, max: 100_000 });
const SCREEN = fc
  .record({ top: px(-2_000), height: px(1) })
  .map(({ top, height }) => ({ top, bottom: top + height }));
const DRAWN = fc
  .record({ top: px(0), height: px(0) })
  .map(({ top, height }) => ({ top, bottom: top + height }));

describe('which part of the lanes is drawn', () => {
  it('all that is on the screen, with some beyond it to both sides, and not by far more', () => {
    fc.assert(
      fc.property(DRAWN, SCREEN, (before, screen) => {
        fc.pre(screen.bottom >= 0);
        const { top, bottom } = sightOf(before, screen);
        expect(top).toBeLessThanOrEqual(Math.max(0, screen.top - LEAST_BEYOND));
        expect(bottom).toBeGreaterThanOrEqual(screen.bottom + LEAST_BEYOND);
        expect(screen.top - top).toBeLessThanOrEqual(600);
        expect(bottom - screen.bottom).toBeLessThanOrEqual(600);
      }),
    );
  });
  it('what is drawn stays the same until it does no more, however often the page is looked at', () => {
    fc.assert(
      fc.property(DRAWN, SCREEN, (before, screen) => {
        fc.pre(screen.bottom >= 0);
        const once = sightOf(before, screen);
        expect(sightOf(once, screen)).toBe(once);
      }),
    );
  });
  it('is not drawn twice when a page opens at its top, nor for a scroll of some lines', () => {
    const first = { top: 0, bottom: 900 };
    expect(sightOf(first, { top: -330, bottom: 570 })).toBe(first);
    expect(sightOf(first, { top: -250, bottom: 650 })).toBe(first);
    expect(sightOf(first, { top: -100, bottom: 800 })).toEqual({ top: 0, bottom: 1_040 });
  });
});
