import { describe, expect, test } from 'vitest';
import type { LeaseInsight } from '../../lib/view/insight.ts';
import { drawnFrom, type HistoryInput, leaseHistory, measuredBy } from '../../lib/view/lease-history.ts';
import { bucket, handover, NOW, row } from './lease-builders.ts';

const base = {
  row: row({ holder: 'b', heldSince: NOW - 60_000, holderRef: null }),
  state: 'held' as const,
  gone: false,
  handovers: [],
  buckets: [],
  unwritten: [],
  blindSpots: [],
  expired: [],
  handoversFrom: null,
  keptFrom: NOW - 120_000,
  renewalsKeptFrom: null,
  usualGapMs: 2_000,
  range: { from: NOW - 120_000, to: NOW },
  present: true,
};

test('a handover that is ahead of its row wins: nothing is drawn twice', () => {
  const lastRenewalAt = NOW - 20_000;
  const model = leaseHistory({
    ...base,
    row: row({ holder: 'a', heldSince: NOW - 900_000, lastRenewalAt }),
    state: 'expired',
    handovers: [handover({ from: 'a', to: 'b', at: NOW - 500, silentMs: 19_500, vacantMs: 4_500 })],
  });
  const spans = model.lanes.lanes.map((lane) => [lane.holder, lane.spans.map((span) => span.type)]);
  expect(spans).toEqual([
    ['a', ['tenure', 'expired']],
    ['b', ['tenure']],
  ]);
});

test.each([
  ['nothing is kept that tells which it had', undefined, 16_000],
  ['it had what it has', [{ durationMs: 15_000 }, { durationMs: 15_000 }], 16_000],
  ['it had another one', [{ durationMs: 60_000 }], 60_000],
  ['it changed', [{ durationMs: 60_000 }, { durationMs: 15_000 }], null],
])('what a renewal was allowed to take, where %s', (_, durations, allowedMs) => {
  const held = row({ durationMs: 15_000, expiresAfterMs: 16_000 });
  expect(leaseHistory({ ...base, row: held, durations }).gaps.allowedMs).toBe(allowedMs);
});

test('while it is being read which it had, no limit is drawn, and the scale stays as it was', () => {
  const gaps = (durationsPending: boolean) => {
    const durations = [{ durationMs: 60_000 }];
    return leaseHistory({ ...base, buckets: [bucket(28)], durations, durationsPending }).gaps;
  };
  expect(gaps(true)).toEqual({ ...gaps(false), allowedMs: null, headroom: null });
  expect(gaps(true).topMs).toBe(80_000);
});

test('what is not kept of renewals is spoken of within the range, where it was watched, and the crosshair stops there', () => {
  const told = (keptFrom: number) => {
    const unwritten = [{ from: NOW - 150_000, to: NOW - 90_000 }];
    const blindSpots = [{ from: NOW - 100_000, to: NOW - 80_000 }];
    return leaseHistory({ ...base, row: row(), state: 'held', keptFrom, unwritten, blindSpots });
  };
  expect(told(NOW - 900_000).unwritten).toEqual([{ from: NOW - 120_000, to: NOW - 100_000 }]);
  expect(told(NOW - 900_000).stops).toEqual([NOW - 110_000]);
  expect(told(NOW - 110_000).unwritten).toEqual([{ from: NOW - 110_000, to: NOW - 100_000 }]);
});

test('where handovers cannot be read the present tenure is still drawn, and nothing before it', () => {
  const held = row({ holder: 'a', heldSince: NOW - 30_000 });
  expect(drawnFrom({ items: null, from: null, problem: null }, held)).toBe(Number.POSITIVE_INFINITY);
  expect(drawnFrom({ items: [], from: 5, problem: 'HTTP 503' }, held)).toBe(5);
  const handoversFrom = drawnFrom({ items: null, from: null, problem: 'HTTP 503' }, held);
  const { lanes } = leaseHistory({ ...base, row: held, handoversFrom, handovers: [] });
  expect(lanes.lanes.map(({ holder, spans }) => [holder, spans])).toEqual([
    ['a', [{ type: 'tenure', from: NOW - 30_000, to: NOW }]],
  ]);
});

test('what is told of another range measures nothing of this one', () => {
  const durations = [{ at: NOW - 60_000, durationMs: 60_000 }];
  const none = { worstGapMs: null, headroomTrend: [], silentAfterExpiry: null, vacantAfterRelease: null };
  const insight: LeaseInsight = {
    ...{ asOf: NOW, from: NOW - 60_000, to: NOW, watchedMs: 60_000, blindMs: 0, leaderlessMs: 0 },
    ...{ availability: 1, renewalsFrom: null, durations, usualGapMs: 10_000, ...none },
    handovers: { unseen: 0, recreated: 0, deleted: 0, release: 0, early: 0, expiry: 0, first: 0 },
  };
  const gaps = { renewGapMs: { median: 2_000, p99: 3_100, max: 4_000 } };
  const told = { insight, earlier: false, reading: false };
  const measured = { usualGapMs: 10_000, durations, durationsPending: false };
  expect(measuredBy(told, gaps)).toEqual(measured);
  // Which durations this one had is to be told yet.
  const pending = { usualGapMs: 2_000, durations, durationsPending: true };
  expect(measuredBy({ insight, earlier: true, reading: true }, gaps)).toEqual(pending);
  // Nobody will tell it: as where nothing was ever told.
  const own = { usualGapMs: 2_000, durations: undefined, durationsPending: false };
  expect(measuredBy({ ...told, earlier: true }, gaps)).toEqual(own);
  expect(measuredBy({ ...told, insight: null }, gaps)).toEqual(own);
  expect(measuredBy({ ...told, insight: null }, { renewGapMs: null }).usualGapMs).toBeNull();
});

test('a deleted Lease has nobody from its deletion on', () => {
  const open = handover({ from: 'b', to: null, cause: 'deleted', at: NOW - 30_000, vacantMs: null });
  const { lanes } = leaseHistory({ ...base, gone: true, handovers: [open] });
  expect(lanes.vacancies.at(-1)).toMatchObject({ from: NOW - 30_000, to: NOW, long: true });
});

test('nobody is drawn through a stretch in which somebody held it unseen', () => {
  const evidence = { endedAt: NOW - 60_000, unwatchedFrom: NOW - 50_000, unwatchedTo: NOW - 30_000 };
  const open = handover({ to: null, cause: 'release', vacantMs: null, evidence });
  const nobody = { row: row({ holder: null, heldSince: null, stateSince: NOW - 30_000 }), handovers: [open] };
  for (const present of [true, false]) {
    const { vacancies } = leaseHistory({ ...base, ...nobody, state: 'vacant', present }).lanes;
    expect(vacancies.map(({ from, to }) => [from - NOW, to - NOW])).toEqual([
      [-30_000, 0],
      [-60_000, -50_000],
    ]);
  }
});

test('the stretch under way ends now, and the clock’s band with the tenure', () => {
  const own = { holder: 'b', maxGapMs: 2_000 };
  const from = NOW - 10_000;
  const model = leaseHistory({
    ...base,
    buckets: [bucket(28, own), bucket(29, { ...own, from, to: NOW + 10_000 })],
  });
  expect(model.buckets.at(-1)?.to).toBe(NOW);
  for (const point of model.runs.flatMap((run) => run.points)) expect(point.at).toBeLessThanOrEqual(NOW);
});

describe('a range that is past', () => {
  const past = {
    ...base,
    present: false,
    keptFrom: NOW - 900_000,
    range: { from: NOW - 600_000, to: NOW - 300_000 },
  };
  const spansOf = (over: Partial<HistoryInput>) =>
    leaseHistory({ ...past, ...over }).lanes.lanes.map(({ holder, spans }) => [
      holder,
      ...spans.map(({ from, to }) => [NOW - from, NOW - to]),
    ]);

  test('is held by whom the first handover after it was taken from', () => {
    const after = handover({ from: 'a', to: 'b', at: NOW - 250_000, vacantMs: 0 });
    expect(spansOf({ handovers: [after] })).toEqual([['a', [600_000, 300_000]]]);
    const vacant = handover({ from: 'a', to: 'b', cause: 'release', at: NOW - 250_000, vacantMs: 150_000 });
    expect(spansOf({ handovers: [vacant] })).toEqual([['a', [600_000, 400_000]]]);
  });

  test('or by whoever took it last', () => {
    const inside = handover({ from: 'a', to: 'b', cause: 'early', at: NOW - 400_000, vacantMs: 0 });
    expect(spansOf({ handovers: [inside] })).toEqual([
      ['a', [600_000, 400_000]],
      ['b', [400_000, 300_000]],
    ]);
  });

  test('by the present holder only if its tenure had begun; else nobody knows', () => {
    const holding = (since: number) => ({ row: row({ holder: 'b', heldSince: NOW - since }) });
    expect(spansOf(holding(700_000))).toEqual([['b', [600_000, 300_000]]]);
    expect(spansOf(holding(60_000))).toEqual([]);
  });

  test('nothing is drawn before what was read', () => {
    const inside = handover({ from: 'a', to: 'b', cause: 'early', at: NOW - 400_000, vacantMs: 0 });
    expect(spansOf({ handovers: [inside], handoversFrom: NOW - 400_000 })).toEqual([
      ['b', [400_000, 300_000]],
    ]);
  });
});
