import fc from 'fast-check';
import { expect, it } from 'vitest';
import { insight } from '../../lib/history/insight.ts';
import { durationsInTurn } from '../../lib/history/insight-durations.ts';
import { readExpired } from '../../lib/history/lanes-silences.ts';
import { known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEASE = { namespace: 'payments', name: 'operator' };
const RANGE = { from: START, to: START + HOUR, now: START + 9 * HOUR, watching: [], expiredSince: null };

const before = known({ durationMs: 20_000, seenAt: START });
const gone = known({ durationMs: 20_000, seenAt: START + 2 * HOUR, goneAt: START + 2 * HOUR });
const again = known({ uid: 'uid-2', durationMs: 60_000, seenAt: START + 3 * HOUR });

describeDatabases('a Lease that is deleted and made again with another duration', (databases) => {
  it('leaves what was before as it was, in numbers and in lanes', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({
      leases: [before],
      watched: [{ scope: null, from: START - HOUR, to: START + 8 * HOUR }],
      silences: [{ ...LEASE, from: START + 10 * MINUTE, to: START + 11 * MINUTE }],
      minutes: [
        {
          ...LEASE,
          minute: START + 10 * MINUTE,
          count: 3,
          maxGapMs: MINUTE,
          offsetLowerMs: null,
          offsetUpperMs: null,
          holder: 'b',
        },
      ],
    });
    const found = async () => {
      const rows = await database.read.selectFrom('lease').selectAll().execute();
      const expired = await readExpired(database.read, rows, RANGE, { leastMs: 0 });
      return {
        insight: await insight(database.read, one.clusterId, LEASE, RANGE),
        expired: [...expired.values()].flat(),
      };
    };
    const first = await found();
    expect(first.insight).toMatchObject({ leaderlessMs: 40_000 });
    expect(first.expired).toEqual([{ from: START + 10 * MINUTE + 20_000, to: START + 11 * MINUTE }]);
    await one.write({ leases: [gone] });
    const next = await replica(database, 'next');
    await next.write({ leases: [again] });
    expect(await found()).toEqual(first);
  });

  it.each([
    ['by a run that knew nothing of it', [[gone], [again]], [[3 * HOUR, 20_000, 60_000]]],
    ['before the deletion was written', [[again]], [[3 * HOUR, 20_000, 60_000]]],
    [
      'which another replica saw go later',
      [
        [again],
        [{ ...gone, seenAt: START + 3 * HOUR + 5, goneAt: START + 3 * HOUR + 5 }],
        [{ ...again, seenAt: START + 3 * HOUR + 9 }],
      ],
      [[3 * HOUR, 20_000, 60_000]],
    ],
    ['and nobody knows yet which', [[gone], [{ ...again, durationMs: null }]], []],
    [
      'which is known later',
      [[gone], [{ ...again, durationMs: null }], [{ ...again, seenAt: START + 4 * HOUR }]],
      [[4 * HOUR, 20_000, 60_000]],
    ],
    ['and is gone before anybody wrote it', [[{ ...again, goneAt: again.seenAt }]], []],
    ['as was seen before what is kept', [[{ ...again, seenAt: START - 1 }]], []],
    ['or changed and deleted at once', [[{ ...gone, durationMs: 60_000 }]], [[2 * HOUR, 20_000, 60_000]]],
  ])('%s', async (_how, tellings, changes) => {
    const database = await databases.open();
    const writers = [await replica(database), await replica(database, 'two')];
    await writers[0]?.write({ leases: [before] });
    for (const [index, leases] of tellings.entries()) await writers[index % 2]?.write({ leases });
    const rows = await database.read.selectFrom('duration_change').selectAll().orderBy('at').execute();
    expect(rows.map(({ at, before_ms, after_ms }) => [at - START, before_ms, after_ms])).toEqual(changes);
  });

  it('has at every time what it was then said to have, whoever said it', async () => {
    const database = await databases.open();
    const writers = [await replica(database), await replica(database, 'two')];
    const telling = fc.record({
      durationMs: fc.constantFrom(null, 5000, 15_000, 60_000),
      by: fc.nat(1),
      isGone: fc.boolean(),
    });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(telling, { minLength: 1, maxLength: 6 }), async (tellings) => {
        runs += 1;
        const lease = { namespace: 'payments', name: `operator-${runs}` };
        let [durationMs, uid] = [15_000, 0];
        const truth = [];
        await writers[0]?.write({ leases: [known({ ...lease, durationMs, uid: 'uid-0' })] });
        for (const [index, told] of tellings.entries()) {
          const at = START + (index + 1) * MINUTE;
          durationMs = told.durationMs ?? durationMs;
          const state = known({ ...lease, uid: `uid-${uid}`, durationMs: told.durationMs, seenAt: at });
          await writers[told.by]?.write({ leases: [state] });
          truth.push({ at, durationMs });
          if (!told.isGone) continue;
          const goneAt = at + 1000;
          await writers[1 - told.by]?.write({ leases: [{ ...state, seenAt: goneAt, goneAt }] });
          uid += 1;
        }
        const { durations } = await insight(database.read, writers[0]?.clusterId ?? 0, lease, RANGE);
        const durationAt = durationsInTurn(durations);
        for (const one of truth) expect(durationAt(one.at)).toBe(one.durationMs);
      }),
      { numRuns: 25 },
    );
  });
});
