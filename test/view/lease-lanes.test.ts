import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HANDOVER_CAUSES } from '../../lib/lease/handover.ts';
import { holderLanes, type LanesInput } from '../../lib/view/lease-lanes.ts';
import { observedRange, unwatchedSpans } from '../../lib/view/time-axis.ts';
import { handover, NOW } from './lease-builders.ts';

const range = { from: NOW - 600_000, to: NOW };
const base: LanesInput = {
  range,
  observedSince: NOW - 300_000,
  unwatched: [{ from: NOW - 600_000, to: NOW - 300_000 }],
  handovers: [],
  holder: 'b',
  expiredSince: null,
  expired: [],
  vacantSince: null,
  usualVacancyMs: 9_400,
};

describe('holderLanes', () => {
  test('one holder since watching began: nothing is drawn before', () => {
    expect(holderLanes(base).lanes).toEqual([
      { holder: 'b', spans: [{ type: 'tenure', from: NOW - 300_000, to: NOW }], share: 1 },
    ]);
  });

  test('went silent: the old holder’s bar ends at the expiry and is expired until the takeover', () => {
    const { lanes, steps, vacancies } = holderLanes({
      ...base,
      handovers: [handover({ from: 'a', to: 'b' })],
    });
    expect(lanes.map((lane) => lane.holder)).toEqual(['a', 'b']);
    expect(lanes[0]?.spans).toEqual([
      { type: 'tenure', from: NOW - 300_000, to: NOW - 63_400 },
      { type: 'expired', from: NOW - 63_400, to: NOW - 60_000 },
    ]);
    expect(steps).toMatchObject([{ fromLane: 0, toLane: 1 }]);
    expect(vacancies).toEqual([]);
  });

  test('past its duration and renewed after all: expired in between, as on Timeline', () => {
    const expired = [
      { from: NOW - 250_000, to: NOW - 240_000 },
      { from: NOW - 20_000, to: NOW + 10_000 },
    ];
    expect(holderLanes({ ...base, expired }).lanes[0]?.spans).toEqual([
      { type: 'tenure', from: NOW - 300_000, to: NOW - 250_000 },
      { type: 'expired', from: NOW - 250_000, to: NOW - 240_000 },
      { type: 'tenure', from: NOW - 240_000, to: NOW - 20_000 },
      { type: 'expired', from: NOW - 20_000, to: NOW },
    ]);
  });

  test('released: a vacancy, long only past the usual', () => {
    const one = handover({ from: 'a', to: 'b', cause: 'release', vacantMs: 2_000 });
    expect(holderLanes({ ...base, handovers: [one] }).vacancies).toEqual([
      { from: NOW - 62_000, to: NOW - 60_000, ms: 2_000, long: false },
    ]);
    const long = { ...one, vacantMs: 30_000 };
    expect(holderLanes({ ...base, handovers: [long] }).vacancies[0]?.long).toBe(true);
  });

  test('vacant now', () => {
    const open = handover({ from: 'a', to: null, cause: 'release', vacantMs: null });
    const { lanes, vacancies } = holderLanes({
      ...base,
      holder: null,
      vacantSince: NOW - 60_000,
      handovers: [open],
    });
    expect(lanes[0]?.spans).toEqual([{ type: 'tenure', from: NOW - 300_000, to: NOW - 60_000 }]);
    expect(vacancies[0]).toMatchObject({ from: NOW - 60_000, to: NOW, long: true });
  });

  test('not seen: the old bar ends where watching did', () => {
    const spot = { from: NOW - 120_000, to: NOW - 61_000 };
    const unseen = handover({ from: 'a', to: 'b', cause: 'unseen', vacantMs: null });
    const { lanes } = holderLanes({ ...base, unwatched: [...base.unwatched, spot], handovers: [unseen] });
    expect(lanes[0]?.spans).toEqual([{ type: 'tenure', from: NOW - 300_000, to: NOW - 120_000 }]);
  });

  test('not seen, then watched while nobody held it: a vacancy until it was seen to be taken', () => {
    const evidence = { endedAt: null, unwatchedFrom: NOW - 250_000, unwatchedTo: NOW - 200_000 };
    const found = handover({ from: 'a', to: 'b', cause: 'unseen', vacantMs: null, evidence });
    const drawn = (one: typeof found) => holderLanes({ ...base, handovers: [one] });
    const vacant = { from: NOW - 200_000, to: NOW - 60_000, ms: 140_000, long: true };
    expect(drawn(found).vacancies).toEqual([vacant]);
    expect(drawn(found).lanes[0]?.spans).toEqual([
      { type: 'tenure', from: NOW - 300_000, to: NOW - 250_000 },
    ]);
    const released = drawn({ ...found, evidence: { ...evidence, endedAt: NOW - 280_000 } });
    expect(released.vacancies).toEqual([
      vacant,
      { from: NOW - 280_000, to: NOW - 250_000, ms: 30_000, long: true },
    ]);
    expect(released.lanes[0]?.spans).toEqual([{ type: 'tenure', from: NOW - 300_000, to: NOW - 280_000 }]);
  });

  test('released, and then a tenure that was not seen: nobody before it and after it', () => {
    const evidence = { endedAt: NOW - 60_000, unwatchedFrom: NOW - 50_000, unwatchedTo: NOW - 30_000 };
    const open = handover({ from: 'a', to: null, cause: 'release', vacantMs: null, evidence });
    const { lanes, vacancies } = holderLanes({
      ...base,
      holder: null,
      vacantSince: NOW - 30_000,
      handovers: [open],
    });
    expect(lanes[0]?.spans).toEqual([{ type: 'tenure', from: NOW - 300_000, to: NOW - 60_000 }]);
    expect(vacancies).toMatchObject([
      { from: NOW - 30_000, to: NOW, ms: 30_000 },
      { from: NOW - 60_000, to: NOW - 50_000, ms: 10_000 },
    ]);
  });

  test('missed on a live watch: an older blind spot has no part in it', () => {
    const evidence = { betweenFrom: NOW - 68_000, betweenTo: NOW - 60_000 };
    const missed = handover({ from: 'a', to: 'b', cause: 'unseen', vacantMs: null, evidence });
    expect(holderLanes({ ...base, handovers: [missed] }).lanes[0]?.spans).toEqual([
      { type: 'tenure', from: NOW - 300_000, to: NOW - 68_000 },
    ]);
  });

  test('the present holder and the newest before it have a lane, however little they held', () => {
    const begins = [300, 270, 240, 210, 180, 150, 120, 90, 60, 2, 1].map((seconds) => NOW - seconds * 1000);
    const [first = NOW, ...later] = begins;
    const name = (index: number): string => 'abcdefghijk'.charAt(index);
    const handovers = later.map((at, index) =>
      handover({ at, from: name(index), to: name(index + 1), cause: 'early', vacantMs: 0 }),
    );
    const drawn = holderLanes({ ...base, observedSince: first, handovers, holder: 'k' });
    expect(drawn.lanes.map(({ holder }) => holder).join('')).toBe('abcdeijk');
    expect(drawn.hidden).toBe(3);
    expect(drawn.steps.at(-1)).toMatchObject({ fromLane: 6, toLane: 7 });
  });

  test('whatever the handovers, spans lie in the range, in order, and eight lanes at most', () => {
    const name = fc.option(fc.constantFrom(...'abcdefghijkl'), { nil: null });
    const any = fc.record({
      at: fc.integer({ min: NOW - 700_000, max: NOW + 1_000 }),
      from: name,
      to: name,
      cause: fc.constantFrom(...HANDOVER_CAUSES),
      vacantMs: fc.option(fc.nat(100_000), { nil: null }),
    });
    const stretches = fc
      .uniqueArray(fc.integer({ min: NOW - 700_000, max: NOW + 1_000 }), { maxLength: 8 })
      .map((ends) => ends.sort((a, b) => a - b))
      .map((ends) => ends.flatMap((from, index) => (index % 2 === 0 ? { from, to: ends[index + 1] } : [])))
      .map((all) => all.flatMap(({ from, to }) => (to === undefined ? [] : { from, to })));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), name, stretches, (overs, holder, expired) => {
        const handovers = overs.map((over) => handover(over));
        const drawn = holderLanes({ ...base, holder, handovers, expired });
        expect(drawn.lanes.length).toBeLessThanOrEqual(8);
        for (const span of [...drawn.lanes.flatMap((lane) => lane.spans), ...drawn.vacancies]) {
          expect(span.from).toBeGreaterThanOrEqual(range.from);
          expect(span.to).toBeLessThanOrEqual(range.to);
          expect(span.to).toBeGreaterThan(span.from);
        }
      }),
    );
  });
});

describe('the time axis', () => {
  test.each([
    [60_000, 2],
    [150_000, 5],
    [7 * 60_000, 10],
    [59 * 60_000, 60],
    [86_400_000, 360],
  ])('watched for %d ms: %d min', (watchedMs, minutes) => {
    const { from, to } = observedRange(NOW - watchedMs, NOW);
    expect((to - from) / 60_000).toBe(minutes);
  });

  test('unwatched: before the start, and blind spots, cut at the range', () => {
    expect(unwatchedSpans(range, NOW - 300_000, [{ from: NOW - 20_000, to: NOW + 9_000 }])).toEqual([
      { type: 'before-start', from: range.from, to: NOW - 300_000 },
      { type: 'blind-spot', from: NOW - 20_000, to: NOW },
    ]);
  });
});
