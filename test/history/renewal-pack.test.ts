import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RenewalMinute } from '../../lib/history/history.ts';
import { CHUNK_MINUTES, packRenewals } from '../../lib/history/renewal-pack.ts';
import {
  PACK_GRAIN_MS,
  type PackedMinute,
  packMinutes,
  unpackMinutes,
} from '../../lib/history/renewal-pack-codec.ts';
import { renewals } from '../../lib/history/renewal-reads.ts';
import { bucketMinutes } from '../../lib/history/renewal-reads-buckets.ts';
import type { RenewalBucket } from '../../lib/view/renewals.ts';
import { replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEASE = { namespace: 'payments', name: 'operator' };

const someMinutes = fc
  .uniqueArray(
    fc.record({
      minute: fc.integer({ min: 1000, max: 1359 }),
      count: fc.integer({ min: 0, max: 600 }),
      max_gap_ms: fc.option(fc.integer({ min: 0, max: 10_000_000 })),
      offset_lower_ms: fc.option(fc.integer({ min: -1e12, max: 1e12 })),
      offset_upper_ms: fc.option(fc.integer({ min: -1e12, max: 1e12 })),
      holder_id: fc.option(fc.integer({ min: 1, max: 2 ** 40 })),
    }),
    { selector: ({ minute }) => minute, maxLength: 360 },
  )
  .map((all): PackedMinute[] => all.sort((a, b) => a.minute - b.minute));

const up = (value: number | null): number | null =>
  value === null ? null : Math.ceil(value / PACK_GRAIN_MS) * PACK_GRAIN_MS + 0;
const down = (value: number | null): number | null =>
  value === null ? null : Math.floor(value / PACK_GRAIN_MS) * PACK_GRAIN_MS + 0;

describe('packed minutes', () => {
  it('are what they were, gaps rounded up and clock bounds outwards', () => {
    fc.assert(
      fc.property(someMinutes, (all) => {
        expect(unpackMinutes(1000, packMinutes(1000, all))).toEqual(
          all.map((one) => ({
            ...one,
            max_gap_ms: up(one.max_gap_ms),
            offset_lower_ms: down(one.offset_lower_ms),
            offset_upper_ms: up(one.offset_upper_ms),
          })),
        );
      }),
    );
  });

  it('say when they are not of this version', () => {
    expect(() => unpackMinutes(0, Uint8Array.of(9, 1))).toThrow('unknown version 9');
  });
});

describe('buckets', () => {
  it('are at most as many as asked for, in order, and have all renewals', () => {
    fc.assert(
      fc.property(someMinutes, fc.integer({ min: 2, max: 400 }), (all, points) => {
        const buckets = bucketMinutes([all], { from: 1000 * MINUTE, to: 1360 * MINUTE - 1, points });
        expect(buckets.length).toBeLessThanOrEqual(points);
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(
          all.reduce((sum, { count }) => sum + count, 0),
        );
        for (const [index, { from, to }] of buckets.entries()) {
          expect(to).toBeGreaterThan(from);
          expect(from).toBeGreaterThanOrEqual(buckets[index - 1]?.to ?? 0);
        }
      }),
    );
  });

  const minute = (over: Partial<PackedMinute>): PackedMinute => ({
    minute: 0,
    count: 30,
    max_gap_ms: 2000,
    offset_lower_ms: -20,
    offset_upper_ms: 30,
    holder_id: 1,
    ...over,
  });
  const bounds = (all: PackedMinute[]) =>
    bucketMinutes([all], { from: 0, to: 60 * MINUTE - 1, points: 2 }).map((bucket) => [
      bucket.offsetLowerMs,
      bucket.offsetUpperMs,
      bucket.holder_id,
    ]);

  it('intersect the bounds of one clock over ten minutes, and span them over more', () => {
    const near = [minute({}), minute({ minute: 1, offset_lower_ms: -10, offset_upper_ms: 40 })];
    expect(bounds(near)).toEqual([[-10, 30, 1]]);
    expect(bounds([...near, minute({ minute: 30, offset_lower_ms: 50, offset_upper_ms: 90 })])).toEqual([
      [-10, 90, 1],
    ]);
    expect(bounds([...near, minute({ minute: 30, offset_lower_ms: null, offset_upper_ms: 90 })])).toEqual([
      [-10, 90, 1],
    ]);
  });

  it('tell of the last holder only, whose clock is another one', () => {
    const changed = [
      minute({}),
      minute({ minute: 1, holder_id: 2, offset_lower_ms: 500, offset_upper_ms: 600 }),
    ];
    expect(bounds(changed)).toEqual([[500, 600, 2]]);
  });
});

function told(over: Partial<RenewalMinute> & { minute: number }): RenewalMinute {
  const n = Math.floor(over.minute / MINUTE) % 7;
  return {
    ...LEASE,
    count: 29 + (n % 2),
    maxGapMs: 2000 + n * 10,
    offsetLowerMs: -30 - n * 10,
    offsetUpperMs: 40 + n * 10,
    holder: over.minute < START + 5 * HOUR ? 'a' : 'b',
    ...over,
  };
}

describeDatabases('packing', (databases) => {
  const day = Array.from({ length: 24 * 60 }, (_, index) => told({ minute: START + index * MINUTE }));
  const NOW = START + 24 * HOUR;

  it('changes nothing that is read, and takes what came late in', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ minutes: day });
    const read = (points: number): Promise<RenewalBucket[]> =>
      renewals(database.read, one.clusterId, LEASE, { from: START, to: NOW - 1, points });
    const before = [await read(5000), await read(100)];
    expect(before[0]).toHaveLength(day.length);
    expect(before[0]?.[0]).toEqual({
      from: START,
      to: START + MINUTE,
      count: day[0]?.count,
      maxGapMs: day[0]?.maxGapMs,
      offsetLowerMs: day[0]?.offsetLowerMs,
      offsetUpperMs: day[0]?.offsetUpperMs,
      holder: 'a',
    });
    expect(before[1]?.length).toBeLessThanOrEqual(100);
    while ((await packRenewals(database.write, one.clusterId, NOW, 2)) > 0);
    const loose = await database.read.selectFrom('renewal_minute').select('minute').execute();
    expect(loose.length).toBeLessThan(8 * 60);
    expect([await read(5000), await read(100)]).toEqual(before);
    // A minute that another replica tells late, and of which it counted more.
    await one.write({ minutes: [told({ minute: START, count: 31 })] });
    // And one of which it counted less, but saw a gap.
    const gap = told({ minute: START + 60_000, count: 1, maxGapMs: 14_000 });
    await one.write({ minutes: [gap] });
    const late = await read(5000);
    expect(late[0]?.count).toBe(31);
    expect(late[1]).toMatchObject({ count: day[1]?.count, maxGapMs: 14_000 });
    expect(late).toHaveLength(day.length);
    while ((await packRenewals(database.write, one.clusterId, NOW)) > 0);
    expect(await read(5000)).toEqual(late);
  });

  it('tells a minute that came late once, and in its place, where the range ends in a gap', async () => {
    const database = await databases.open();
    const one = await replica(database);
    // The second pack begins with what the range ends before.
    const edge = CHUNK_MINUTES - ((START / MINUTE) % CHUNK_MINUTES);
    const apart = day.filter((_, index) => index < edge || index >= edge + 40);
    await one.write({ minutes: apart });
    while ((await packRenewals(database.write, one.clusterId, NOW)) > 0);
    await one.write({ minutes: [told({ minute: START + 7 * MINUTE, count: 31 })] });
    const to = START + (edge + 20) * MINUTE;
    const read = await renewals(database.read, one.clusterId, LEASE, { from: START, to, points: 5000 });
    expect(read.map(({ from }) => (from - START) / MINUTE)).toEqual(
      Array.from({ length: edge }, (_, at) => at),
    );
    expect(read[7]?.count).toBe(31);
  });

  it('loses and doubles nothing when two do it at once while a third one writes', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ minutes: day });
    const pack = async (): Promise<void> => {
      while ((await packRenewals(database.write, one.clusterId, NOW)) > 0);
    };
    const write = async (): Promise<void> => {
      for (let hour = 0; hour < 24; hour++) {
        await one.write({ minutes: [told({ minute: START + hour * HOUR, count: 40 })] });
      }
    };
    await Promise.all([pack(), pack(), write()]);
    await pack();
    const buckets = await renewals(database.read, one.clusterId, LEASE, {
      from: START,
      to: NOW - 1,
      points: 5000,
    });
    expect(buckets).toHaveLength(day.length);
    const expected = day.map(({ minute, count }) => ((minute - START) % HOUR === 0 ? 40 : count));
    expect(buckets.map(({ count }) => count)).toEqual(expected);
  });
});
