import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeBuckets } from '../../../lib/server/kept/renewal-memory.ts';
import { BUCKET_MS, BUCKETS_KEPT, createRenewalSeries } from '../../../lib/server/kept/renewal-series.ts';

const START = 1_800_000_000_000;
const all = [0, Number.MAX_SAFE_INTEGER] as const;

describe('a series of renewals', () => {
  test('two holders in one stretch are two clocks: the bounds are the last one’s', () => {
    const series = createRenewalSeries();
    series.add({ at: START, gapMs: null, offsetSampleMs: 8300, holder: 'a' });
    series.add({ at: START + 9000, gapMs: null, offsetSampleMs: 300, holder: 'b' });
    expect(series.buckets(...all, 50)).toMatchObject([
      { holder: 'b', offsetLowerMs: -700, offsetUpperMs: 350 },
    ]);
  });
  test('sums up stretches of 20 s, with the clock bounds of the field guide, §8', () => {
    const series = createRenewalSeries();
    series.add({ at: START, gapMs: null, offsetSampleMs: 300, holder: 'a' });
    series.add({ at: START + 2000, gapMs: 2000, offsetSampleMs: -200, holder: 'a' });
    series.add({ at: START + 4500, gapMs: 2500, offsetSampleMs: null, holder: 'a' });
    series.add({ at: START + BUCKET_MS, gapMs: 15_500, offsetSampleMs: null, holder: 'b' });
    expect(series.buckets(...all, 50)).toEqual([
      {
        from: START,
        to: START + BUCKET_MS,
        count: 3,
        maxGapMs: 2500,
        offsetLowerMs: 300 - 1000,
        offsetUpperMs: -200 + 50,
        holder: 'a',
      },
      {
        from: START + BUCKET_MS,
        to: START + 2 * BUCKET_MS,
        count: 1,
        maxGapMs: 15_500,
        offsetLowerMs: null,
        offsetUpperMs: null,
        holder: 'b',
      },
    ]);
  });

  test('keeps an hour in bounded memory, however long it runs', () => {
    const series = createRenewalSeries();
    for (let at = START; at < START + 3 * 3_600_000; at += 2000) {
      series.add({ at, gapMs: 2000, offsetSampleMs: null, holder: 'a' });
    }
    const buckets = series.buckets(...all, 50);
    expect(buckets).toHaveLength(BUCKETS_KEPT);
    expect(buckets.every((bucket) => bucket.count === 10)).toBe(true);
    expect(series.bytes()).toBeLessThanOrEqual(24 * BUCKETS_KEPT);
  });

  test('loses nothing within the hour, in whatever steps renewals come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 50 }), (steps) => {
        const series = createRenewalSeries();
        let at = START;
        for (const gapMs of steps) {
          at += gapMs;
          series.add({ at, gapMs, offsetSampleMs: null, holder: 'a' });
        }
        const count = series.buckets(...all, 50).reduce((sum, bucket) => sum + bucket.count, 0);
        expect(count).toBe(steps.length);
      }),
    );
  });
});

describe('merging', () => {
  test('keeps every renewal in at most so many points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 180 }), fc.integer({ min: 1, max: 50 }), (buckets, points) => {
        const series = createRenewalSeries();
        for (let i = 0; i < buckets; i++) {
          series.add({ at: START + i * BUCKET_MS, gapMs: i, offsetSampleMs: null, holder: 'a' });
        }
        const merged = mergeBuckets(series.buckets(...all, 50), points);
        expect(merged.length).toBeLessThanOrEqual(points);
        expect(merged.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(buckets);
        if (buckets > 0) expect(merged.at(-1)?.maxGapMs).toBe(buckets - 1);
      }),
    );
  });
});
