import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addOffsetSample, type OffsetWindow, offsetBounds } from '../../lib/lease/offset.ts';

/** With a renewal read at `at` (true time) by a clock `offset` ahead, that took `latency` to be stamped. */
function renew(window: OffsetWindow, at: number, offset: number, latency: number): OffsetWindow {
  const stamped = Math.floor((at + latency) / 1000) * 1000;
  // It arrives as soon as it is stamped.
  return addOffsetSample(window, at + latency, at + offset - stamped, at + latency - stamped);
}

describe('the vernier bound (§8)', () => {
  it('always holds the true offset, whatever the offset and the latencies up to the allowance', () => {
    const renewals = fc.array(
      fc.record({
        gap: fc.double({ min: 500, max: 12_000, noNaN: true }),
        latency: fc.double({ min: 0, max: 50, noNaN: true }),
      }),
      { minLength: 1, maxLength: 80 },
    );
    fc.assert(
      fc.property(fc.double({ min: -30_000, max: 30_000, noNaN: true }), renewals, (offset, all) => {
        let window: OffsetWindow = [];
        let at = 1_700_000_000_000;
        for (const { gap, latency } of all) {
          at += gap;
          window = renew(window, at, offset, latency);
        }
        const bounds = offsetBounds(window, at, 50);
        expect(bounds?.lower).toBeLessThanOrEqual(offset + 1e-3);
        expect(bounds?.upper).toBeGreaterThanOrEqual(offset - 1e-3);
      }),
    );
  });
  it('… and with slower ones, as long as the fastest took less than what is allowed for', () => {
    const latency = fc.double({ min: 300, max: 1200, noNaN: true });
    const renewals = fc.array(
      fc.record({ gap: fc.double({ min: 2000, max: 12_000, noNaN: true }), latency }),
      { minLength: 1, maxLength: 80 },
    );
    fc.assert(
      fc.property(fc.double({ min: -30_000, max: 30_000, noNaN: true }), renewals, (offset, all) => {
        let window: OffsetWindow = [];
        let at = 1_700_000_000_000;
        for (const one of all) {
          at += one.gap;
          window = renew(window, at, offset, one.latency);
        }
        const fastest = Math.min(...all.map((one) => one.latency));
        const bounds = offsetBounds(window, at, fastest + 25);
        if (bounds === null) throw new Error('there are samples');
        expect(bounds.lower).toBeLessThanOrEqual(offset + 1e-3);
        // Turned around, it says that it does not know.
        if (bounds.lower <= bounds.upper) expect(bounds.upper).toBeGreaterThanOrEqual(offset - 1e-3);
      }),
    );
  });
  it('closes like a vernier: 12 jittered heartbeats of a clock 7 s ahead tell it to a fraction of a second', () => {
    let window: OffsetWindow = [];
    let at = 1_700_000_000_123;
    for (let beat = 0; beat < 12; beat++) {
      at += 10_000 * (1 + 0.04 * ((beat * 0.618) % 1));
      window = renew(window, at, 7000, 3);
    }
    const bounds = offsetBounds(window, at, 50);
    expect(bounds?.samples).toBe(12);
    expect((bounds?.upper ?? 0) - (bounds?.lower ?? 0)).toBeLessThan(300);
  });
  it('forgets what is older than ten minutes, so that a step shows', () => {
    let window: OffsetWindow = [];
    window = addOffsetSample(window, 0, 5000, 0);
    window = addOffsetSample(window, 11 * 60_000, 0, 0);
    expect(offsetBounds(window, 11 * 60_000, 0)).toMatchObject({ upper: 0, lower: -1000, samples: 1 });
    expect(offsetBounds(window, 60 * 60_000, 0)).toBeNull();
  });
  it('a step inside the window turns the bounds around', () => {
    let window: OffsetWindow = [];
    window = addOffsetSample(window, 0, 0, 0);
    window = addOffsetSample(window, 1000, 5000, 0);
    const bounds = offsetBounds(window, 1000, 50);
    expect(bounds !== null && bounds.lower > bounds.upper).toBe(true);
  });
});
