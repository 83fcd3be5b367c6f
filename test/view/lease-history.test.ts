import { expect, test } from 'vitest';
import { leaseHistory } from '../../lib/view/lease-history.ts';
import { bucket, handover, NOW, row } from './lease-builders.ts';

const base = {
  row: row({ holder: 'b', heldSince: NOW - 60_000, holderRef: null }),
  state: 'held' as const,
  gone: false,
  handovers: [],
  buckets: [],
  blindSpots: [],
  observedSince: NOW - 120_000,
  now: NOW,
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

test('a deleted Lease has nobody from its deletion on', () => {
  const open = handover({ from: 'b', to: null, cause: 'deleted', at: NOW - 30_000, vacantMs: null });
  const { lanes } = leaseHistory({ ...base, gone: true, handovers: [open] });
  expect(lanes.vacancies.at(-1)).toMatchObject({ from: NOW - 30_000, to: NOW, long: true });
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
