import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CARD_WIDTH, cardPlace } from '../../../components/timeline/card-place.ts';

const SEEN = { top: 200, bottom: 900 };
const at = (middle: number, seen: typeof SEEN | null = SEEN) =>
  cardPlace({ x: 600, middle, width: 1_400 }, seen);

test('stands below its lane where a tall card has room, else on the side with more of it', () => {
  expect(at(300)).toEqual({ above: false, lead: 114, style: { left: 614, top: 200, height: 700 } });
  expect(at(530).above).toBe(false);
  // 356 px below, 316 above.
  expect(at(800)).toEqual({ above: true, lead: 114, style: { left: 614, top: 200, height: 700 } });
  expect(at(300, null)).toEqual({ above: false, lead: 314, style: { left: 614, top: 0 } });
});

test('is left of its moment where the right edge is near', () => {
  const left = (x: number) => cardPlace({ x, middle: 300, width: 1_400 }, SEEN).style.left;
  expect(left(1_300)).toBe(1_300 - 14 - CARD_WIDTH);
});

test('one that fits into what is seen is seen whole, as near to its lane as it can', () => {
  const px = fc.integer({ min: 0, max: 3_000 });
  fc.assert(
    fc.property(px, px, px, fc.integer({ min: 60, max: 690 }), (top, tall, down, height) => {
      const seen = { top, bottom: top + 700 + tall };
      const middle = seen.top + 14 + (down % (672 + tall));
      const { above, lead, style } = cardPlace({ x: 600, middle, width: 1_400 }, seen);
      // As the page lays it out: the lead gives way to the card.
      const kept = Math.min(lead, Number(style.height) - height);
      const from = above
        ? Number(style.top) + Number(style.height) - kept - height
        : Number(style.top) + kept;
      expect(from).toBeGreaterThanOrEqual(seen.top);
      expect(from + height).toBeLessThanOrEqual(seen.bottom);
      if (kept === lead) expect(above ? from + height : from).toBe(above ? middle - 14 : middle + 14);
    }),
  );
});

test('the card of a lane out of sight stays beside its lane', () => {
  expect(at(2_000)).toMatchObject({ above: true, lead: 28 });
  expect(at(0)).toMatchObject({ above: false, lead: 28 });
});
