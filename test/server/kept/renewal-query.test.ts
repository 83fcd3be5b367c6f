import { expect, test } from 'vitest';
import type { HistoryReads } from '../../../lib/history/history.ts';
import type { Stretch } from '../../../lib/lease/stretches.ts';
import { createRenewalMemory } from '../../../lib/server/kept/renewal-memory.ts';
import { renewalsOf } from '../../../lib/server/kept/renewal-query.ts';
import type { RenewalBucket } from '../../../lib/view/renewals.ts';
import { bucket } from '../../view/lease-builders.ts';
import { tracked } from '../leases/lease-builders.ts';
import { noHistory } from '../no-history.ts';

const MINUTE = 60_000;
/** A whole minute, and 30 s of the next. */
const NOW = Math.floor(1_800_000_000_000 / MINUTE) * MINUTE + 30_000;
const THIS = NOW - 30_000;
const NAME = { namespace: 'payments', name: 'operator' };

/** Renewed every 10 s for so long; `kept` is what the store holds of it. */
function setUp(rememberedMs: number, kept: readonly RenewalBucket[], unwritten: Stretch[] = []) {
  const memory = createRenewalMemory();
  const lease = tracked(NAME, NOW);
  for (let at = NOW - rememberedMs; at < NOW; at += 10_000) {
    lease.lastRenewalAt = at;
    lease.lastGapMs = 10_000;
    memory.renewed(lease);
  }
  const history = noHistory();
  const reads: HistoryReads = {
    ...history.reads,
    renewals: async (_lease, { from, to }) => kept.filter((one) => one.to > from && one.from <= to),
    unwritten: async () => unwritten,
  };
  const runtime = {
    now: () => NOW,
    lease: () => lease,
    renewals: memory,
    latencyAllowanceMs: () => 0,
    watching: () => [],
    history: { ...history, reads, status: () => ({ ...history.status(), state: 'ready' as const }) },
  };
  return (from: number, points = 1000) =>
    renewalsOf(runtime, {
      ...NAME,
      from: { type: 'at', at: from },
      to: { type: 'at', at: NOW },
      points,
    });
}
const minute = (from: number, over: Partial<RenewalBucket> = {}) =>
  bucket(0, { from, to: from + MINUTE, count: 6, maxGapMs: 10_000, ...over });
const total = ({ buckets }: { buckets: readonly RenewalBucket[] }) =>
  buckets.reduce((sum, { count }) => sum + count, 0);

test('a late renewal that is kept already does not stand for all of its minute', async () => {
  const late = (from: number) => minute(from, { count: 1, maxGapMs: 40_000 });
  const ask = setUp(5 * MINUTE, [
    ...[10, 9, 8, 7, 6, 5, 4, 3, 2].map((ago) => minute(THIS - ago * MINUTE)),
    late(THIS - MINUTE),
    late(THIS),
  ]);
  const answer = await ask(THIS - 10 * MINUTE);
  expect(total(answer)).toBe(9 * 6 + 6 + 3);
  expect(answer.buckets.at(-1)?.to).toBeGreaterThanOrEqual(NOW);
  for (const [index, { from }] of answer.buckets.entries())
    expect(from).toBeGreaterThanOrEqual(answer.buckets[index - 1]?.to ?? 0);
});

test('of a run that has just begun the minutes of the one before are those that are kept', async () => {
  const before = [minute(THIS - 2 * MINUTE), minute(THIS - MINUTE), minute(THIS, { count: 1 })];
  expect(total(await setUp(5_000, before)(THIS - 10 * MINUTE))).toBe(12 + 1 + 1);
});

test('a long stretch that is not over holds what is newer, too', async () => {
  const hour = { from: THIS - 50 * MINUTE, to: THIS + 10 * MINUTE };
  const ask = setUp(5 * MINUTE, [bucket(0, { ...hour, count: 294, maxGapMs: 12_000 })]);
  const answer = await ask(THIS - 24 * 60 * MINUTE, 25);
  expect(answer.buckets).toMatchObject([{ ...hour, count: 294 + 9, maxGapMs: 12_000 }]);
});

test('what was seen and is not kept is told, and of what is remembered there is nothing of the kind', async () => {
  const lost = [{ from: THIS - 8 * MINUTE, to: THIS - 7 * MINUTE }];
  const ask = setUp(5 * MINUTE, [minute(THIS - 9 * MINUTE)], lost);
  expect((await ask(THIS - 10 * MINUTE)).unwritten).toEqual(lost);
  expect((await ask(NOW - 4 * MINUTE)).unwritten).toEqual([]);
});

test('what this run has written meanwhile of the minute in which it began is not counted twice', async () => {
  const before = minute(THIS - MINUTE, { count: 4 });
  expect(total(await setUp(70_000, [before])(THIS - 10 * MINUTE))).toBe(4 + 3);
});
