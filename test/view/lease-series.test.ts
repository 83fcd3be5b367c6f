import { describe, expect, test } from 'vitest';
import {
  gapSeries,
  offsetRuns,
  offsetScale,
  offsetTicks,
  stretchRows,
  valueTicks,
} from '../../lib/view/lease-series.ts';
import { bucket } from './lease-builders.ts';

describe('gapSeries', () => {
  test('over twice the usual is slow; over the top is cut and keeps its value', () => {
    const series = gapSeries(
      [bucket(0), bucket(1, { maxGapMs: 4_100 }), bucket(2, { maxGapMs: 87_000 })],
      2_000,
      15_000,
    );
    expect(series.points.map((point) => point.slow)).toEqual([false, true, true]);
    expect(series.topMs).toBe(20_000);
    expect(series.points[2]).toMatchObject({ gapMs: 87_000, drawnMs: 20_000 });
    expect(series.headroom).toBeNull();
    expect(gapSeries([bucket(1, { maxGapMs: 4_100 })], 2_000, 15_000).headroom).toEqual({
      fromMs: 4_100,
      toMs: 15_000,
    });
    expect(series.ticksMs).toEqual([0, 5_000, 10_000]);
  });

  test('a stretch without a renewal is no point, and nothing is usual without gaps', () => {
    const series = gapSeries([bucket(0, { maxGapMs: null, count: 0 }), bucket(1)], null, null);
    expect(series.points).toHaveLength(1);
    expect(series.points[0]?.slow).toBe(false);
    expect(series.headroom).toBeNull();
  });

  test.each([15_000, 60_000, 40_000, 137_000, 1_000, 3, 0, Number.NaN])('ticks below %d', (limit) => {
    expect(valueTicks(limit).length).toBeLessThanOrEqual(4);
    expect(valueTicks(limit)[0]).toBe(0);
  });
});

describe('the clock’s band (field guide §8)', () => {
  test('a new holder or a hole starts another run', () => {
    const runs = offsetRuns(
      [
        bucket(0),
        bucket(1),
        // A stretch in which the holder changed may hold renewals of two clocks: it is left out.
        bucket(2, { holder: 'other' }),
        bucket(3, { holder: 'other' }),
        bucket(4, { holder: 'other', offsetLowerMs: null }),
        bucket(6, { holder: 'other' }),
      ],
      2_000,
    );
    expect(runs.map((run) => [run.holder, run.points.length])).toEqual([
      ['cp-1_5f0e6a3c', 4],
      ['other', 2],
      ['other', 2],
    ]);
  });

  test('the sides close as renewals come in, and open when old ones leave the window', () => {
    const wide = Array.from({ length: 32 }, (_, index) => bucket(index));
    const [run] = offsetRuns(
      [bucket(0), bucket(1, { offsetLowerMs: -50, offsetUpperMs: 90 }), ...wide.slice(2)],
      2_000,
    );
    const widths = run?.points.map((point) => point.upperMs - point.lowerMs) ?? [];
    expect([widths[0], widths[2], widths.at(-1)]).toEqual([700, 140, 700]);
  });

  test('contradicting sides make a run of their own, drawn the right way up', () => {
    const runs = offsetRuns([bucket(0), bucket(1, { offsetLowerMs: 900, offsetUpperMs: 1_100 })], 2_000);
    expect(runs.map((run) => run.contradictory)).toEqual([false, true]);
    expect(runs[1]?.points[0]).toMatchObject({ lowerMs: 300, upperMs: 900 });
  });

  test('a slow request makes no clock look behind', () => {
    const slow = bucket(1, { maxGapMs: 10_000, offsetLowerMs: -400, offsetUpperMs: -7_700 });
    const runs = offsetRuns([bucket(0), slow], 2_000);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.points.at(-1)).toMatchObject({ lowerMs: -400, upperMs: 300 });
  });

  test('ticks enclose what is drawn, ±100 ms at least', () => {
    expect(
      offsetTicks(offsetRuns([bucket(0, { offsetLowerMs: 7_200, offsetUpperMs: 8_048 })], null)),
    ).toEqual({
      lowest: -100,
      highest: 10_000,
      ticksMs: [-100, 0, 10_000],
    });
  });

  test('the scale is symmetric and grows', () => {
    expect(offsetScale(0)).toBe(0);
    expect(offsetScale(-250)).toBe(-offsetScale(250));
    expect(offsetScale(1_000)).toBeGreaterThan(offsetScale(100));
  });
});

test('stretchRows: the slowest of each minute, newest first', () => {
  const buckets = [bucket(0), bucket(1, { maxGapMs: 9_000 }), bucket(8, { maxGapMs: null, count: 0 })];
  const rows = stretchRows(buckets, offsetRuns(buckets, 2_000));
  expect(rows.length).toBeGreaterThanOrEqual(2);
  expect(rows[0]?.from).toBeGreaterThan(rows[1]?.from ?? 0);
  expect(rows.at(-1)?.slowestMs).toBeGreaterThanOrEqual(2_100);
});
