import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insight } from '../../lib/history/insight.ts';
import { durationsInTurn } from '../../lib/history/insight-durations.ts';
import { headroomTrend, spreadOf, usualGapMs } from '../../lib/history/insight-measures.ts';
import type { PackedMinute } from '../../lib/history/renewal-pack-codec.ts';
import { handover, known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEASE = { namespace: 'payments', name: 'operator' };
const RANGE = { from: START, to: START + HOUR, now: START + 2 * HOUR, watching: [], expiredSince: null };

const minutes = (count: number, over: (index: number) => Partial<PackedMinute>): PackedMinute[] =>
  Array.from({ length: count }, (_, index) => ({
    minute: START / MINUTE + index,
    count: 30,
    max_gap_ms: 2100,
    offset_lower_ms: null,
    offset_upper_ms: null,
    holder_id: 1,
    ...over(index),
  }));

describe('measures', () => {
  it('spread over values that occurred', () => {
    expect(spreadOf([])).toBeNull();
    expect(spreadOf([null, 5])).toEqual({ count: 1, min: 5, median: 5, p90: 5, max: 5 });
    expect(spreadOf([10, 1, 9, 2, 8, 3, 7, 4, 6, 5])).toEqual({
      count: 10,
      min: 1,
      median: 5,
      p90: 9,
      max: 10,
    });
  });

  it.each([
    [2000, 30],
    [10_000, 6],
    [40_000, 1.5],
    [60_000, 1],
  ])('tell a usual gap of %d ms from %d renewals a minute', (gapMs, perMinute) => {
    const told = minutes(60, (index) => ({
      count: Math.floor((index + 1) * perMinute) - Math.floor(index * perMinute),
      max_gap_ms: gapMs,
    }));
    expect(usualGapMs(told.filter(({ count }) => count > 0))).toBeCloseTo(gapMs, -3);
  });

  const inOrder = fc
    .uniqueArray(fc.record({ minute: fc.integer({ min: 0, max: 300 }), count: fc.nat(40) }), {
      selector: ({ minute }) => minute,
      maxLength: 80,
    })
    .map((some) => some.toSorted((a, b) => a.minute - b.minute).flatMap((one) => minutes(1, () => one)));

  it('tell the usual gap by windows of ten minutes, whichever minutes are missing', () => {
    fc.assert(
      fc.property(inOrder, (all) => {
        const windows = Map.groupBy(all, ({ minute }) => Math.floor(minute / 10));
        const gaps = [...windows.values()].flatMap((window) => {
          const spanned = (window.at(-1)?.minute ?? 0) - (window[0]?.minute ?? 0);
          const renewals = window.reduce((sum, { count }) => sum + count, 0);
          return renewals > 0 && spanned >= 5 ? [((spanned + 1) * MINUTE) / renewals] : [];
        });
        const gap = spreadOf(gaps)?.median;
        expect(usualGapMs(all)).toBe(
          gap === undefined
            ? (spreadOf(all.map(({ max_gap_ms }) => max_gap_ms))?.median ?? null)
            : Math.round(gap),
        );
      }),
    );
  });

  it('know at each moment the duration of then', () => {
    const durations = fc
      .uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 6 })
      .map((times) => times.toSorted((a, b) => a - b).map((at) => ({ at, durationMs: 1000 + at })));
    fc.assert(
      fc.property(durations, fc.array(fc.integer({ min: -5, max: 110 })), (changes, moments) => {
        const durationAt = durationsInTurn(changes);
        for (const at of moments.toSorted((a, b) => a - b))
          expect(durationAt(at)).toBe(changes.findLast((one) => one.at <= at)?.durationMs ?? null);
      }),
    );
  });

  it('compare the worst gap of each stretch with the duration that was then', () => {
    const told = minutes(30, (index) => ({ max_gap_ms: index === 10 ? 9000 : 2000 })).filter(
      (_, n) => n !== 20,
    );
    const durations = [
      { at: START, durationMs: 15_000 },
      { at: START + 5 * MINUTE, durationMs: 10_000 },
    ];
    const trend = headroomTrend(told, durations, { from: START, to: START + 30 * MINUTE });
    expect(trend).toHaveLength(30);
    expect(trend.map(({ headroomMs }) => headroomMs).slice(3, 12)).toEqual([
      13_000, 13_000, 8000, 8000, 8000, 8000, 8000, 1000, 8000,
    ]);
    expect(trend[20]?.headroomMs).toBeNull();
    // A stretch in which the duration changed: what was right before is not judged by what came after.
    const late = minutes(60, (index) => ({ max_gap_ms: index === 8 ? 20_000 : 2000 }));
    const shortened = [
      { at: START, durationMs: 60_000 },
      { at: START + 9 * MINUTE + 1, durationMs: 15_000 },
    ];
    const range = { from: START, to: START + 60 * MINUTE };
    expect(Math.min(...headroomTrend(late, shortened, range).map((one) => one.headroomMs ?? 0))).toBe(13_000);
  });
});

describeDatabases('insight', (databases) => {
  it('never counts blind time as good, and vacancies only where somebody watched', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const two = await replica(database, 'two');
    await one.write({ watched: [{ scope: null, from: START, to: START + 30 * MINUTE }] });
    await two.write({ watched: [{ scope: null, from: START + 40 * MINUTE, to: START + 2 * HOUR }] });
    await one.write({
      leases: [known({ firstSeenAt: START - HOUR, seenAt: START + 2 * HOUR, durationMs: 10_000 })],
      durations: [{ ...LEASE, at: START + 20 * MINUTE, beforeMs: 15_000, afterMs: 10_000 }],
      handovers: [
        handover({ id: 'uid-1.1', at: START + 5 * MINUTE, cause: 'release', vacantMs: 3000, silentMs: 4000 }),
        handover({
          id: 'uid-1.2',
          at: START + 10 * MINUTE,
          from: 'b',
          to: 'c',
          vacantMs: 7000,
          silentMs: 22_000,
        }),
        handover({
          id: 'uid-1.3',
          at: START + 40 * MINUTE,
          from: 'c',
          to: 'd',
          cause: 'unseen',
          vacantMs: null,
          silentMs: null,
          transitionsDelta: 2,
          evidence: {
            endedAt: START + 30 * MINUTE - 5000,
            unwatchedFrom: START + 30 * MINUTE,
            unwatchedTo: START + 40 * MINUTE,
            transitionsAfter: 9,
          },
        }),
        // After the range, but its vacancy began inside.
        handover({
          id: 'uid-1.4',
          at: START + HOUR + 1000,
          from: 'd',
          to: 'e',
          cause: 'release',
          vacantMs: 2000,
        }),
      ],
      minutes: Array.from({ length: 60 }, (_, index) => ({
        ...LEASE,
        minute: START + index * MINUTE,
        count: 30,
        maxGapMs: index === 50 ? 4000 : 2050,
        offsetLowerMs: null,
        offsetUpperMs: null,
        holder: 'b',
      })),
    });
    const found = await insight(database.read, one.clusterId, LEASE, RANGE);
    expect(found).toMatchObject({
      from: START,
      to: START + HOUR,
      watchedMs: 50 * MINUTE,
      blindMs: 10 * MINUTE,
      leaderlessMs: 3000 + 7000 + 5000 + 1000,
      handovers: { unseen: 2, recreated: 0, deleted: 0, release: 1, early: 0, expiry: 1, first: 0 },
      silentAfterExpiry: { count: 1, median: 22_000 },
      vacantAfterRelease: { count: 1, median: 3000 },
      durations: [
        { at: START, durationMs: 15_000 },
        { at: START + 20 * MINUTE, durationMs: 10_000 },
      ],
      worstGapMs: 4000,
      usualGapMs: 2000,
    });
    expect(found.availability).toBeCloseTo(1 - 16_000 / (50 * MINUTE), 10);
    expect(found.headroomTrend).toHaveLength(30);
    expect(found.headroomTrend[25]?.headroomMs).toBe(6000);
  });

  it('counts what was vacant since a deletion that is known only by its arrival', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const emptyBy = START + MINUTE;
    await one.write({
      watched: [{ scope: null, from: START, to: START + 2 * HOUR }],
      leases: [known({ firstSeenAt: START - HOUR, seenAt: START + HOUR })],
      handovers: [
        handover({
          at: START + 21 * MINUTE,
          cause: 'recreated',
          vacantMs: null,
          evidence: { renewedAt: emptyBy - 2000, endedAt: null, emptyBy },
        }),
      ],
    });
    const { leaderlessMs } = await insight(database.read, one.clusterId, LEASE, RANGE);
    expect(leaderlessMs).toBe(20 * MINUTE);
  });

  it('does not measure from a release what was vacant before it was watched', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const ended = { cause: 'release', from: null, vacantMs: 9000 } as const;
    await one.write({
      leases: [known({ firstSeenAt: START - HOUR, seenAt: START + HOUR })],
      handovers: [
        handover({ id: 'uid-1.1', at: START + MINUTE, ...ended }),
        handover({ id: 'uid-1.2', at: START + 2 * MINUTE, cause: 'release', vacantMs: 3000 }),
      ],
    });
    expect(await insight(database.read, one.clusterId, LEASE, RANGE)).toMatchObject({
      handovers: { release: 2 },
      vacantAfterRelease: { count: 1, max: 3000 },
    });
  });

  it('says nothing of time in which nobody watched, or of a Lease that nobody knows', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ leases: [known({ firstSeenAt: START - HOUR })] });
    expect(await insight(database.read, one.clusterId, LEASE, RANGE)).toMatchObject({
      watchedMs: 0,
      availability: null,
      worstGapMs: null,
      usualGapMs: null,
    });
    const unknown = { namespace: 'no', name: 'body' };
    expect(await insight(database.read, one.clusterId, unknown, RANGE)).toMatchObject({
      watchedMs: 0,
      durations: [],
    });
  });

  it('says from when on renewals are kept, where that is inside the range', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const minute = { ...LEASE, count: 1, offsetLowerMs: null, offsetUpperMs: null, holder: 'b' };
    await one.write({
      leases: [known({ firstSeenAt: START - HOUR })],
      minutes: [
        { ...minute, minute: START, maxGapMs: 14_000 },
        { ...minute, minute: START + MINUTE, maxGapMs: 2000 },
      ],
    });
    const found = async () => {
      const answer = await insight(database.read, one.clusterId, LEASE, RANGE);
      return [answer.renewalsFrom, answer.worstGapMs];
    };
    const cut = (at: number) =>
      database.write.updateTable('cluster').set({ renewals_kept_from: at }).execute();
    expect(await found()).toEqual([null, 14_000]);
    await cut(START - MINUTE);
    expect(await found()).toEqual([null, 14_000]);
    await cut(START + MINUTE);
    expect(await found()).toEqual([START + MINUTE, 2000]);
    await cut(START + 3 * HOUR);
    expect((await found())[1]).toBeNull();
  });

  it('counts what a holder was late past the duration, also right now', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const minute = { ...LEASE, count: 1, offsetLowerMs: null, offsetUpperMs: null, holder: 'b' };
    await one.write({
      watched: [{ scope: null, from: START, to: START + HOUR }],
      leases: [known({ firstSeenAt: START - HOUR })],
      minutes: [
        { ...minute, minute: START + 10 * MINUTE, maxGapMs: 75_000 },
        { ...minute, minute: START + 11 * MINUTE, maxGapMs: 14_000 },
      ],
    });
    const ask = async (expiredSince: number | null) =>
      (await insight(database.read, one.clusterId, LEASE, { ...RANGE, expiredSince })).leaderlessMs;
    expect(await ask(null)).toBe(60_000);
    expect(await ask(START + 50 * MINUTE)).toBe(11 * MINUTE);
    expect(await ask(START - HOUR)).toBe(HOUR);
  });

  it('counts a silence as it was, and not again from the gap between renewals', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const at = START + 10 * MINUTE;
    const minute = { ...LEASE, count: 1, offsetLowerMs: null, offsetUpperMs: null, holder: 'b' };
    await one.write({
      watched: [{ scope: null, from: START, to: START + HOUR }],
      leases: [known({ firstSeenAt: START - HOUR })],
      silences: [
        { ...LEASE, from: at, to: at + 75_000 },
        { ...LEASE, from: at + 80_000, to: at + 100_000 },
      ],
      minutes: [
        { ...minute, minute: at + MINUTE, maxGapMs: 75_000 },
        // Of another time, of which only the gap is known.
        { ...minute, minute: at + 20 * MINUTE, maxGapMs: 17_000 },
      ],
    });
    const found = await insight(database.read, one.clusterId, LEASE, RANGE);
    expect(found.leaderlessMs).toBe(60_000 + 5000 + 2000);
  });

  it('counts no vacancy of a Lease of which nothing but renewals is known', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const minute = { ...LEASE, count: 30, maxGapMs: 2000, offsetLowerMs: null, offsetUpperMs: null };
    await one.write({
      watched: [{ scope: null, from: START, to: START + HOUR }],
      minutes: [{ ...minute, minute: START, holder: 'b' }],
    });
    expect((await insight(database.read, one.clusterId, LEASE, RANGE)).leaderlessMs).toBe(0);
  });

  it('counts a vacancy that nobody has ended', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const open = handover({ at: START + 50 * MINUTE, to: null, cause: 'release', vacantMs: null });
    await one.write({
      watched: [{ scope: null, from: START, to: START + 2 * HOUR }],
      leases: [known({ firstSeenAt: START - HOUR, holder: null, openHandover: open })],
      handovers: [open],
    });
    const found = await insight(database.read, one.clusterId, LEASE, RANGE);
    expect(found.leaderlessMs).toBe(10 * MINUTE);
    expect(found.handovers.release).toBe(0);
  });

  it('counts no vacancy in which nobody watched, though it lasts on', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const two = await replica(database, 'two');
    const open = handover({ at: START + 29 * MINUTE, to: null, cause: 'release', vacantMs: null });
    await one.write({
      watched: [{ scope: null, from: START, to: START + 30 * MINUTE }],
      leases: [known({ firstSeenAt: START - HOUR, holder: null, openHandover: open })],
      handovers: [open],
    });
    await two.write({ watched: [{ scope: null, from: START + 40 * MINUTE, to: START + 2 * HOUR }] });
    expect(await insight(database.read, one.clusterId, LEASE, RANGE)).toMatchObject({
      watchedMs: 50 * MINUTE,
      leaderlessMs: 21 * MINUTE,
    });
  });

  it('counts what a deletion leaves vacant until somebody creates it again, also where it is gone', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const at = START + 20 * MINUTE;
    const open = handover({ at, to: null, cause: 'deleted', vacantMs: null });
    await one.write({
      watched: [{ scope: null, from: START, to: START + 2 * HOUR }],
      leases: [known({ firstSeenAt: START - HOUR, openHandover: open, seenAt: at, goneAt: at })],
      handovers: [open],
    });
    const ask = (from: number) => insight(database.read, one.clusterId, LEASE, { ...RANGE, from });
    expect(await ask(START)).toMatchObject({ watchedMs: HOUR, leaderlessMs: 40 * MINUTE });
    const later = await ask(START + 30 * MINUTE);
    expect(later).toMatchObject({ watchedMs: 30 * MINUTE, leaderlessMs: 30 * MINUTE, availability: 0 });
  });

  it('says nothing of a Lease after it was deleted while nobody led by it', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const at = START + 20 * MINUTE;
    await one.write({
      watched: [{ scope: null, from: START, to: START + 2 * HOUR }],
      leases: [known({ firstSeenAt: START - HOUR, holder: null, seenAt: at, goneAt: at })],
    });
    const later = { ...RANGE, from: START + 30 * MINUTE };
    expect(await insight(database.read, one.clusterId, LEASE, later)).toMatchObject({
      ...{ watchedMs: 0, blindMs: 0, availability: null },
    });
  });
});
