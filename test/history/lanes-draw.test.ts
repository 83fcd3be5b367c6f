import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnLane, mergeBelowMs } from '../../lib/history/lanes-draw.ts';
import {
  addEntry,
  createEntries,
  type Entries,
  type Entry,
  entryAt,
  joinEntries,
  parseEntries,
} from '../../lib/history/lanes-entry.ts';
import type { DrawnSpan } from '../../lib/history/lanes-spans.ts';
import { joinStretches } from '../../lib/lease/stretches.ts';

const RANGE = { from: 1000, to: 2000 };

function entry(over: Partial<Entry> = {}): Entry {
  const first = over.first ?? 1500;
  return {
    first,
    last: first,
    count: 1,
    weight: 1,
    to: 2,
    by: null,
    vacantMs: null,
    cause: 'release',
    unwatched: null,
    empty: null,
    endedAt: null,
    ...over,
  };
}

function entries(all: readonly Entry[]): Entries {
  const made = createEntries(4);
  for (const one of all) addEntry(made, one);
  return made;
}

function draw(all: readonly Entry[], over: Partial<Parameters<typeof drawnLane>[0]> = {}): string[] {
  const spans = drawnLane({
    ...RANGE,
    pointMs: 1,
    denseMs: 10,
    holder: 1,
    following: null,
    ...over,
    entries: entries(all),
  });
  return spans.map(({ type, from, to, holder, count, cause }) =>
    [type, from, to, holder, type === 'dense' ? count : null, cause]
      .filter((part) => part !== null)
      .join(' '),
  );
}

describe('a lane', () => {
  it.each<[string, Entry[], Partial<Parameters<typeof drawnLane>[0]>, string[]]>([
    ['is one tenure where nothing happened', [], {}, ['tenure 1000 2000 1']],
    ['is one vacancy where nobody held it', [], { holder: null }, ['vacancy 1000 2000']],
    [
      'shows the vacancy before a takeover',
      [entry({ vacantMs: 100 })],
      {},
      ['tenure 1000 1400 1', 'vacancy 1400 1500', 'tenure 1500 2000 2 release'],
    ],
    [
      'shows who stood in it past its duration',
      [entry({ vacantMs: 100, cause: 'expiry' })],
      {},
      ['tenure 1000 1400 1', 'expired 1400 1500 1', 'tenure 1500 2000 2 expiry'],
    ],
    [
      'is vacant while nobody follows',
      [entry({ to: null, count: 0, weight: 0 })],
      {},
      ['tenure 1000 1500 1', 'vacancy 1500 2000'],
    ],
    [
      'shows nothing where nobody watched a handover',
      [entry({ cause: 'unseen', unwatched: { from: 1200, to: 1450 }, first: 1450 })],
      {},
      ['tenure 1000 1200 1', 'tenure 1450 2000 2 unseen'],
    ],
    [
      'begins where an Event says, though nobody watched then',
      [entry({ cause: 'unseen', unwatched: { from: 1200, to: 1450 }, first: 1300 })],
      {},
      ['tenure 1000 1200 1', 'tenure 1300 2000 2 unseen'],
    ],
    [
      'shows when a holder was past its duration and renewed after all',
      [entry({ first: 1200 })],
      { expired: [{ from: 1400, to: 1500 }] },
      ['tenure 1000 1200 1', 'tenure 1200 1400 2 release', 'expired 1400 1500 2', 'tenure 1500 2000 2'],
    ],
    [
      'shows one that was past its duration before the range, and one that still is',
      [],
      {
        expired: [
          { from: 900, to: 1100 },
          { from: 1700, to: 2100 },
        ],
      },
      ['expired 1000 1100 1', 'tenure 1100 1700 1', 'expired 1700 2000 1'],
    ],
    [
      'shows once what a handover by expiry ended, and nothing of it with the new holder',
      [entry({ vacantMs: 100, cause: 'expiry' })],
      { expired: [{ from: 1390, to: 1503 }] },
      ['tenure 1000 1390 1', 'expired 1390 1500 1', 'tenure 1500 2000 2 expiry'],
    ],
    [
      'is not cut by a silence that is shorter than a point',
      [entry({ first: 1200 })],
      { pointMs: 50, expired: [{ from: 1400, to: 1440 }] },
      ['tenure 1000 1200 1', 'tenure 1200 2000 2 release'],
    ],
    [
      'shows a release that was seen before nobody watched',
      [entry({ cause: 'unseen', unwatched: { from: 1200, to: 1450 }, first: 1450, endedAt: 1100 })],
      {},
      ['tenure 1000 1100 1', 'vacancy 1100 1200', 'tenure 1450 2000 2 unseen'],
    ],
    [
      'is vacant from the end of the unwatched time to a takeover that was seen',
      [entry({ cause: 'unseen', unwatched: { from: 1200, to: 1300 }, first: 1450 })],
      {},
      ['tenure 1000 1200 1', 'vacancy 1300 1450', 'tenure 1450 2000 2 unseen'],
    ],
    [
      'is vacant where it was watched between what was not',
      [
        entry({
          cause: 'unseen',
          unwatched: { from: 1200, to: 1450 },
          empty: { from: 1250, to: 1400 },
          first: 1450,
        }),
      ],
      {},
      ['tenure 1000 1200 1', 'vacancy 1250 1400', 'tenure 1450 2000 2 unseen'],
    ],
    [
      'ends with the vacancy of a handover after the range',
      [],
      {
        following: {
          first: 2100,
          vacantMs: 300,
          cause: 'release',
          unwatched: null,
          empty: null,
          endedAt: null,
        },
      },
      ['tenure 1000 1800 1', 'vacancy 1800 2000'],
    ],
    [
      'ends where nobody watched a handover after the range any more',
      [],
      {
        following: {
          first: 2100,
          vacantMs: null,
          cause: 'unseen',
          unwatched: { from: 1700, to: 2100 },
          empty: null,
          endedAt: null,
        },
      },
      ['tenure 1000 1700 1'],
    ],
    [
      'begins in a vacancy that was there before',
      [entry({ first: 1010, vacantMs: 500 })],
      {},
      ['vacancy 1000 1010', 'tenure 1010 2000 2 release'],
    ],
    [
      'merges what is shorter than a point',
      [entry({ first: 1500, to: 2 }), entry({ first: 1505, to: 3 }), entry({ first: 1512, to: 4 })],
      { pointMs: 50, denseMs: 500 },
      ['tenure 1000 1500 1', 'dense 1500 1512 3 2', 'tenure 1512 2000 4 release'],
    ],
    [
      'leaves a vacancy that is shorter than a point to the tenure before it',
      [entry({ vacantMs: 10 })],
      { pointMs: 50, denseMs: 500 },
      ['tenure 1000 1500 1', 'tenure 1500 2000 2 release'],
    ],
    [
      'draws an outage however short it is',
      [entry({ vacantMs: 10 })],
      { pointMs: 50, denseMs: 500, outageMs: 10 },
      ['tenure 1000 1490 1', 'vacancy 1490 1500', 'tenure 1500 2000 2 release'],
    ],
    [
      'and whoever stood in it meanwhile',
      [entry({ vacantMs: 10, cause: 'expiry' })],
      { pointMs: 50, denseMs: 500, outageMs: 10 },
      ['tenure 1000 1490 1', 'expired 1490 1500 1', 'tenure 1500 2000 2 expiry'],
    ],
    [
      'draws what lasts to the end however short it is',
      [entry({ first: 1990 })],
      { pointMs: 50, denseMs: 500 },
      ['tenure 1000 1990 1', 'tenure 1990 2000 2 release'],
    ],
    [
      'draws a sum of several as one',
      [entry({ first: 1400, last: 1600, count: 5, to: 4 })],
      { pointMs: 50, denseMs: 500 },
      ['tenure 1000 1400 1', 'dense 1400 1600 4', 'tenure 1600 2000 4 release'],
    ],
    [
      'cuts what is dense for too long',
      Array.from({ length: 20 }, (_, index) => entry({ first: 1100 + index * 20, to: index })),
      { pointMs: 50, denseMs: 200 },
      ['tenure 1000 1100 1', 'dense 1100 1300 9 10', 'dense 1300 1480 18 9', 'tenure 1480 2000 19 release'],
    ],
  ])('%s', (_, all, over, expected) => {
    expect(draw(all, over)).toEqual(expected);
  });
});

/** Entries of a lane, in order, of which some are unseen, open or sums. */
const lanes = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 120 }),
      length: fc.integer({ min: 0, max: 60 }),
      many: fc.integer({ min: 2, max: 9 }),
      kind: fc.constantFrom('plain', 'plain', 'plain', 'sum', 'unseen', 'open'),
      to: fc.integer({ min: 1, max: 5 }),
      vacantMs: fc.option(fc.integer({ min: 0, max: 90 })),
      cause: fc.constantFrom<Entry['cause']>('release', 'expiry', 'early'),
    }),
    { maxLength: 25 },
  )
  .map((steps) => {
    let at = RANGE.from;
    const all: Entry[] = [];
    for (const { step, length, many, kind, to, vacantMs, cause } of steps) {
      const before = at;
      at += step;
      const first = at;
      if (kind === 'sum') at += length;
      const last = at;
      if (last > RANGE.to) break;
      const about = { first, last, to, vacantMs, cause };
      if (kind === 'unseen') {
        all.push(
          entry({
            ...about,
            cause: 'unseen',
            unwatched: { from: Math.max(before, first - length), to: first },
          }),
        );
      } else if (kind === 'open') all.push(entry({ ...about, to: null, count: 0, weight: 0 }));
      else all.push(entry({ ...about, count: kind === 'sum' ? many : 1, weight: kind === 'sum' ? many : 1 }));
    }
    return all;
  });

const silences = fc
  .array(fc.record({ from: fc.integer({ min: 900, max: 2000 }), length: fc.integer({ min: 1, max: 300 }) }))
  .map((all) => joinStretches(all.map(({ from, length }) => ({ from, to: from + length }))));

const handovers = (spans: readonly DrawnSpan[]): number => spans.reduce((sum, { count }) => sum + count, 0);

describe('the spans of any lane', () => {
  it('lie in order inside the range, never overlap, and together have all handovers, however they are merged', () => {
    fc.assert(
      fc.property(
        lanes,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        silences,
        (all, pointMs, denseMs, expired) => {
          const own = entries(all);
          const lane = { ...RANGE, pointMs, denseMs, holder: 1, following: null, expired };
          const spans = drawnLane({ ...lane, entries: own });
          let at = RANGE.from;
          for (const { from, to } of spans) {
            expect(from).toBeGreaterThanOrEqual(at);
            expect(to).toBeGreaterThanOrEqual(from);
            at = to;
          }
          expect(at).toBeLessThanOrEqual(RANGE.to);
          const told = all.reduce((sum, { count }) => sum + count, 0);
          expect(handovers(spans)).toBe(told);
          joinEntries(own, pointMs, denseMs);
          const joined = drawnLane({ ...lane, entries: own });
          expect(handovers(joined)).toBe(told);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('tell of no handover that who took it had it before, and where no sums hide it who did', () => {
    fc.assert(
      fc.property(
        lanes,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        fc.boolean(),
        (some, pointMs, denseMs, joins) => {
          // Each is taken by somebody else.
          const all = some
            .filter(({ to, unwatched }) => to !== null && unwatched === null)
            .map((one, index) => ({ ...one, to: index + 2 }));
          const own = entries(all);
          if (joins) joinEntries(own, pointMs, denseMs);
          const spans = drawnLane({ ...RANGE, pointMs, denseMs, holder: 1, entries: own, following: null });
          for (const [index, { type, cause, holder }] of spans.entries()) {
            if (type !== 'tenure' || cause === null || holder === null) continue;
            const before = spans
              .slice(0, index)
              .findLast((one) => one.type === 'dense' || one.holder !== null);
            if (before?.holder === null) expect(all[holder - 2]?.count).toBeGreaterThan(1);
            else if (before !== undefined) expect(before.holder).toBe(holder - 1);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('cover everything but the time in which nobody watched', () => {
    fc.assert(
      fc.property(lanes, silences, (all, expired) => {
        const spans = drawnLane({
          ...RANGE,
          expired,
          pointMs: 1,
          denseMs: 1,
          holder: 1,
          entries: entries(all),
          following: null,
        });
        const covered = spans.reduce((sum, { from, to }) => sum + to - from, 0);
        const unwatched = all.reduce(
          (sum, one) => sum + (one.unwatched === null ? 0 : one.unwatched.to - one.unwatched.from),
          0,
        );
        expect(covered).toBe(RANGE.to - RANGE.from - unwatched);
      }),
      { numRuns: 500 },
    );
  });

  it('are about as many as there is room for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3_000_000 }), { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (steps, outage) => {
          const own = createEntries();
          let at = 0;
          for (const step of steps) {
            at += step;
            addEntry(own, entry({ first: at, vacantMs: Math.floor(step * outage) }));
          }
          const most = 40;
          const pointMs = mergeBelowMs(own, 1000, most, 1);
          const to = at + 10 * pointMs;
          const spans = drawnLane({
            from: 0,
            to,
            pointMs,
            denseMs: to,
            outageMs: 1,
            holder: 1,
            entries: own,
            following: null,
          });
          expect(spans.length).toBeLessThanOrEqual(most + 3);
        },
      ),
    );
  });
});

describe('a lane for which there is room', () => {
  const regular = (many: number, vacantMs: number | null = null): Entries =>
    entries(Array.from({ length: many }, (_, index) => entry({ first: (index + 1) * 90_000, vacantMs })));

  it.each([1, 13, 24, 41])('is drawn with each of its %d handovers', (many) => {
    expect(mergeBelowMs(regular(many), 1000, 40)).toBe(1000);
  });

  it('is merged where there are more of them', () => {
    expect(mergeBelowMs(regular(42), 1000, 40)).toBeGreaterThan(90_000);
  });

  it('has room for half as many where a vacancy lies between each two', () => {
    expect(mergeBelowMs(regular(21, 500), 1000, 40, 100)).toBe(1000);
    expect(mergeBelowMs(regular(22, 500), 1000, 40, 100)).toBeGreaterThan(90_000);
  });

  it('gives what is merged already a span of its own', () => {
    const two = Array.from({ length: 21 }, (_, index) =>
      entry({ first: (index + 1) * 90_000, last: (index + 1) * 90_000 + 10, count: 2 }),
    );
    expect(mergeBelowMs(entries(two), 1000, 41)).toBe(1000);
    expect(mergeBelowMs(entries(two), 1000, 40)).toBeGreaterThan(1000);
  });
});

describe('handovers as text', () => {
  it('give what was written, of the range that is asked for', () => {
    const read = createEntries(1);
    parseEntries('5,,,,7,,rel;20,15,3,4,8,9,exp;1:0,,,,1,2,ear;', 100, 105, 86_400_000, read);
    expect(Array.from({ length: read.length }, (_, index) => entryAt(read, index))).toEqual([
      entry({ first: 105, to: 7 }),
      // Of an hour of several, the vacancy lies somewhere inside.
      entry({ first: 120, last: 135, count: 3, weight: 4, to: 8, cause: 'expiry' }),
      entry({ first: 86_400_000, to: 1, vacantMs: 2, cause: 'early' }),
    ]);
  });

  it.each(['unseen', 'recreated', 'deleted', 'release', 'early', 'expiry', 'first'] as const)(
    'tell %s',
    (cause) => {
      const read = createEntries();
      parseEntries(`5,,,,7,,${cause.slice(0, 3)};`, 0, 0, 10, read);
      expect(entryAt(read, 0).cause).toBe(cause);
    },
  );
});
