import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankFeed, type ScopeFeed } from '../../../lib/lease/feed.ts';
import { createWatchedStretches } from '../../../lib/server/kept/watched-stretches.ts';

const feed = (over: Partial<ScopeFeed>): ScopeFeed => ({ ...blankFeed(null, 'live', 1000), ...over });

describe('what was watched without a gap', () => {
  test('begins when the first list is complete, and goes as far as it is proved', () => {
    const stretches = createWatchedStretches();
    expect(stretches.take([feed({ state: 'syncing', provenAt: null })])).toEqual([]);
    expect(stretches.take([feed({ provenAt: 1500.7 })])).toEqual([{ scope: null, from: 1000, to: 1500 }]);
    expect(stretches.take([feed({ provenAt: 1500.7 })])).toEqual([]);
    expect(stretches.take([feed({ provenAt: 2500 })])).toEqual([{ scope: null, from: 1000, to: 2500 }]);
  });
  test('does not end when the feed is lost and resumed: nothing was missed', () => {
    const stretches = createWatchedStretches();
    stretches.take([feed({ provenAt: 2000 })]);
    expect(stretches.take([feed({ state: 'stale', provenAt: 2000 })])).toEqual([]);
    expect(stretches.take([feed({ since: 9000, provenAt: 9500 })])).toEqual([
      { scope: null, from: 1000, to: 9500 },
    ]);
  });
  test('a blind spot ends one stretch and begins the next', () => {
    const stretches = createWatchedStretches();
    stretches.take([feed({ provenAt: 2000 })]);
    const blindSpots = [{ from: 2400, to: 5000 }];
    expect(stretches.take([feed({ provenAt: 5600, blindSpots })])).toEqual([
      { scope: null, from: 1000, to: 2400 },
      { scope: null, from: 5000, to: 5600 },
    ]);
    expect(stretches.take([feed({ provenAt: 6000, blindSpots })])).toEqual([
      { scope: null, from: 5000, to: 6000 },
    ]);
  });
  test('each scope for itself', () => {
    const stretches = createWatchedStretches();
    const two = [
      feed({ namespace: 'a', provenAt: 2000 }),
      feed({ namespace: 'b', state: 'forbidden', provenAt: null }),
    ];
    expect(stretches.take(two)).toEqual([{ scope: 'a', from: 1000, to: 2000 }]);
  });
  test('stretches and blind spots never overlap, and together leave nothing out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.boolean()), { maxLength: 40 }),
        (steps) => {
          const stretches = createWatchedStretches();
          const kept = new Map<number, number>();
          const blindSpots: { from: number; to: number }[] = [];
          let now = 1000;
          for (const [ms, isBlind] of steps) {
            if (isBlind) blindSpots.push({ from: now, to: now + ms });
            now += ms;
            for (const { from, to } of stretches.take([feed({ provenAt: now, blindSpots: [...blindSpots] })]))
              kept.set(from, to);
          }
          const seen = [...kept].map(([from, to]) => ({ from, to }));
          const parts = [...seen, ...blindSpots]
            .filter(({ from, to }) => to > from)
            .sort((a, b) => a.from - b.from);
          let end = 1000;
          for (const part of parts) {
            expect(part.from).toBe(end);
            end = part.to;
          }
          expect(end).toBe(now);
        },
      ),
    );
  });
});

test('a live watch is under way until now, also where it is not proved yet; another one is not', () => {
  const stretches = createWatchedStretches();
  stretches.take([feed({ provenAt: 5000 })]);
  const feeds = [
    feed({ since: 3000, provenAt: 5000 }),
    feed({ namespace: 'a', state: 'stale', provenAt: 4000 }),
  ];
  expect(stretches.underWay(feeds, 65_000)).toEqual([{ scope: null, from: 1000, to: 65_000 }]);
});
