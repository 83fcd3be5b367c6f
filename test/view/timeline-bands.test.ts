import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scopedBlind, timelineBands } from '../../lib/view/timeline-bands.ts';
import { timeScale } from '../../lib/view/timeline-marks.ts';

const HOUR = 3_600_000;
const to = 1_800_000_000_000;
const scale = timeScale({ from: to - 6 * HOUR, to }, 12, 366);
const pastMs = fc.integer({ min: 0, max: 6 * HOUR });

it('however short it is and however long the range, a band hides nothing that came after it, down to now', () =>
  fc.assert(
    fc.property(pastMs, fc.integer({ min: 1, max: 600_000 }), (agoMs, lengthMs) => {
      const spot = { from: to - agoMs - lengthMs, to: to - agoMs };
      const bands = timelineBands({
        scale,
        slow: [{ ...spot, late: 9, of: 10 }],
        blindSpots: [{ ...spot, scope: null }],
        keptFrom: null,
        read: null,
        zone: 'utc',
        now: to,
      });
      for (const { x, width } of [...bands, ...scopedBlind([{ ...spot, scope: 'a' }], 'a', scale)]) {
        expect(width).toBeGreaterThanOrEqual(2);
        expect(x).toBeGreaterThanOrEqual(scale.left);
        // Of a range that begins in it as much as can be seen.
        expect(x + width).toBeLessThanOrEqual(Math.max(scale.x(spot.to), scale.left + 2) + 0.11);
      }
    }),
  ));
