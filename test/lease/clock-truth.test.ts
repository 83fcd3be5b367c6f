import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/simulator/random.ts';
import { watchKubelet } from './clock-renewals.ts';

const SEEDS = fc.integer({ min: 1, max: 1_000_000 });

/** The interval after five minutes, and whether the truth is in it. */
function look(seed: number, offsetMs: number, latencyOf: (share: number) => number) {
  const random = createRandom(seed);
  const bounds = watchKubelet({ offsetMs, latencyMs: () => latencyOf(random.next()), random });
  if (bounds === null) throw new Error('an API server that stamps renewals resolves a clock');
  const { lower, upper } = bounds;
  // Times of 2026 have a grain of a quarter of a microsecond.
  return { widthMs: upper - lower, holds: lower <= offsetMs + 0.01 && upper >= offsetMs - 0.01 };
}

describe("a kubelet's clock after five minutes (field guide §8)", () => {
  const OFFSETS = fc.double({ min: -60_000, max: 60_000, noNaN: true });

  it('the interval always holds the truth, with requests of 2 to 50 ms', () => {
    fc.assert(
      fc.property(SEEDS, OFFSETS, (seed, offsetMs) => {
        expect(look(seed, offsetMs, (share) => 2 + 48 * share).holds).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
  it('… and with requests that never take less than 300 ms', () => {
    fc.assert(
      fc.property(SEEDS, OFFSETS, fc.integer({ min: 0, max: 500 }), (seed, offsetMs, spreadMs) => {
        expect(look(seed, offsetMs, (share) => 300 + spreadMs * share).holds).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
  it('… which make it wider', () => {
    const quick = Array.from(
      { length: 41 },
      (_, seed) => look(seed + 1, 0, (share) => 2 + 48 * share).widthMs,
    );
    const slow = Array.from(
      { length: 41 },
      (_, seed) => look(seed + 1, 0, (share) => 300 + 100 * share).widthMs,
    );
    const median = (values: number[]) => values.sort((a, b) => a - b)[20] ?? Number.NaN;
    expect(median(quick)).toBeLessThanOrEqual(120);
    expect(median(slow)).toBeGreaterThan(2 * median(quick));
  });
  it('one request of a second is no sample, and neither a step nor a clock that is behind', () => {
    for (let seed = 1; seed <= 50; seed++) {
      let renewal = 0;
      // Past the first renewals, one at a time.
      const { holds, widthMs } = look(seed, 0, (share) => (++renewal === 40 ? 1000 : 2 + 48 * share));
      expect(holds).toBe(true);
      expect(widthMs).toBeLessThan(350);
    }
  });
});
