import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { blindSpots, drawnStretches } from '../../lib/history/blind-spots.ts';
import type { WatchedStretch } from '../../lib/history/history.ts';
import {
  intersectStretches,
  joinStretches,
  lengthMs,
  type Stretch,
  subtractStretches,
} from '../../lib/lease/stretches.ts';
import { known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const stretches = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 })), { maxLength: 8 })
  .map((pairs) => pairs.map(([from, length]): Stretch => ({ from, to: from + length })));

const points = (some: readonly Stretch[]): number[] =>
  Array.from({ length: 100 }, (_, at) => at).filter((at) =>
    some.some(({ from, to }) => from <= at && at < to),
  );

describe('stretches', () => {
  it('are sets of points', () => {
    fc.assert(
      fc.property(stretches, stretches, (a, b) => {
        const inB = new Set(points(b));
        expect(points(joinStretches(a))).toEqual(points(a));
        expect(lengthMs(joinStretches(a))).toBe(points(a).length);
        expect(points(subtractStretches(a, b))).toEqual(points(a).filter((at) => !inB.has(at)));
        expect(points(intersectStretches(a, b))).toEqual(points(a).filter((at) => inB.has(at)));
        const joined = joinStretches(a);
        for (const [index, { from }] of joined.entries()) {
          expect(from).toBeGreaterThan(joined[index - 1]?.to ?? -1);
        }
      }),
    );
  });
});

const at = (seconds: number): number => START + seconds * 1000;
const watched = (scope: string | null, from: number, to: number): WatchedStretch => ({
  scope,
  from: at(from),
  to: at(to),
});

describeDatabases('blind spots', (databases) => {
  it.each<[string, WatchedStretch[], [number, number, string | null][]]>([
    ['nothing while nobody ever watched', [], []],
    ['nothing before the first stretch ever', [watched(null, 50, 100)], []],
    ['a restart', [watched(null, 0, 30), watched(null, 40, 100)], [[30, 40, null]]],
    ['what runs on to the end of the range', [watched(null, 0, 60)], [[60, 100, null]]],
    ['not what another one watched meanwhile', [watched(null, 0, 50), watched(null, 45, 100)], []],
    [
      'a namespace of its own',
      [watched('a', 0, 100), watched('b', 0, 40), watched('b', 60, 100)],
      [[40, 60, 'b']],
    ],
    [
      'all namespaces at once as the whole cluster',
      [watched('a', 0, 40), watched('a', 60, 100), watched('b', 0, 50), watched('b', 60, 100)],
      [
        [40, 50, 'a'],
        [50, 60, null],
      ],
    ],
    [
      'namespaces that are no longer watched',
      [watched(null, 0, 50), watched('payments', 50, 100)],
      [[50, 100, 'other']],
    ],
  ])('are %s', async (_, all, expected) => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({
      leases: [known({ firstSeenAt: START }), known({ namespace: 'other', firstSeenAt: START })],
    });
    for (const [index, stretch] of all.entries()) {
      await (await replica(database, `run ${index}`)).write({ watched: [stretch] });
    }
    // Only namespaces that were ever watched can be blind.
    const found = await blindSpots(database.read, one.clusterId, { from: at(0), to: at(100), watching: [] });
    expect(found).toEqual(expected.map(([from, to, scope]) => ({ from: at(from), to: at(to), scope })));
  });

  it('are not what is being watched right now and not kept yet', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ watched: [watched(null, 20, 40)] });
    const range = { from: at(0), to: at(100) };
    const ask = (watching: WatchedStretch[]) =>
      blindSpots(database.read, one.clusterId, { ...range, watching });
    expect(await ask([watched(null, 30, 100)])).toEqual([]);
    expect(await ask([watched(null, 60, 90)])).toEqual([
      { from: at(40), to: at(60), scope: null },
      { from: at(90), to: at(100), scope: null },
    ]);
  });
});

test('of thousands those closer than a point are made one; a thousand stay as they are', () => {
  const spots = Array.from({ length: 1500 }, (_, index) => ({
    from: index * 60_000,
    to: index * 60_000 + 10_000,
    scope: index % 2 === 0 ? 'a' : null,
  }));
  expect(drawnStretches(spots.slice(0, 1000), 1e9)).toHaveLength(1000);
  expect(drawnStretches(spots, 120_000)).toEqual([
    { from: 0, to: 1498 * 60_000 + 10_000, scope: 'a' },
    { from: 60_000, to: 1499 * 60_000 + 10_000, scope: null },
  ]);
});
