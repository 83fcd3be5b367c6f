/** Two replicas that each miss some of it: what is stored does not depend on who writes when. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../lib/history/history.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { handover, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';
import { recountMinutes } from './recount.ts';

const STEP_MS = 20_000;
const HOLDERS = ['a', 'b', 'c'];

/** A Lease that changes hands at each step: to whom, whether by a release, and who of the two watches then. */
type Change = { to: number; release: boolean; watches: [boolean, boolean]; laterMs: number };
const change: fc.Arbitrary<Change> = fc.record({
  to: fc.integer({ min: 0, max: HOLDERS.length - 2 }),
  release: fc.boolean(),
  watches: fc.tuple(fc.boolean(), fc.boolean()),
  laterMs: fc.integer({ min: 0, max: 300 }),
});

/** What one replica tells of it: each change that it watches, and what was left out when it is back. */
function told(changes: readonly Change[], who: 0 | 1): Handover[] {
  const rows: Handover[] = [];
  let holder = 'start';
  let knownHolder = holder;
  let knownCount = 0;
  let blindFrom: number | null = null;
  const unseen = (index: number, at: number): void => {
    if (blindFrom === null || knownCount === index) return;
    rows.push(
      handover({
        // Whatever write its list shows first.
        id: `uid-1.${index * 100 + who + 50}`,
        at,
        from: knownHolder,
        to: holder,
        cause: 'unseen',
        silentMs: null,
        vacantMs: null,
        transitionsDelta: index - knownCount,
        evidence: { transitionsAfter: index, unwatchedFrom: blindFrom, unwatchedTo: at },
      }),
    );
  };
  changes.forEach(({ to, release, watches, laterMs }, index) => {
    const at = START + index * STEP_MS + (who === 1 ? laterMs : 0);
    if (watches[who] && blindFrom !== null) {
      unseen(index, at - 5000);
      blindFrom = null;
    }
    const next = HOLDERS.filter((name) => name !== holder)[to] ?? 'start';
    if (watches[who]) {
      const row = handover({
        id: `uid-1.${index * 100}`,
        at,
        from: holder,
        to: next,
        cause: release ? 'release' : 'expiry',
        evidence: release
          ? { releasedTransitions: index, renewedAt: at - 900 }
          : { transitionsBefore: index, transitionsAfter: index + 1 },
      });
      if (release) rows.push({ ...row, at: at - 800, to: null, transitionsDelta: 0, vacantMs: null });
      rows.push(row);
    } else blindFrom ??= at - 10_000;
    holder = next;
    if (watches[who]) {
      knownHolder = holder;
      knownCount = index + 1;
    }
  });
  unseen(changes.length, START + changes.length * STEP_MS);
  return rows;
}

function batches(rows: readonly Handover[], cuts: readonly number[]): Partial<Batch>[] {
  const parts: Partial<Batch>[] = [];
  let start = 0;
  for (let index = 0; start < rows.length; index += 1) {
    const size = cuts[index % cuts.length] ?? 1;
    parts.push({ handovers: rows.slice(start, start + size) });
    start += size;
  }
  return parts;
}

async function written(
  database: OpenDatabase,
  cluster: string,
  rows: readonly [Handover[], Handover[]],
  cuts: readonly number[],
  turns: readonly boolean[],
): Promise<{ stored: Handover[]; hours: unknown }> {
  const both = [
    await replica(database, 'one', [cluster]),
    await replica(database, 'two', [cluster]),
  ] as const;
  const waiting = [batches(rows[0], cuts), batches(rows[1], [...cuts].reverse())] as const;
  for (let turn = 0; waiting[0].length + waiting[1].length > 0; turn += 1) {
    const who = turns[turn % turns.length] ? 1 : 0;
    const next = waiting[who].shift();
    if (next === undefined) {
      for (const part of waiting[(1 - who) as 0 | 1].splice(0)) await both[(1 - who) as 0 | 1].write(part);
      continue;
    }
    await both[who].write(next);
    // The answer to a write may be lost: then it is written again.
    if (turn % 3 === 0) await both[who].write(next);
  }
  const { clusterId } = both[0];
  const minutes = database.read
    .selectFrom('handover_minute')
    .select(['minute', 'weight'])
    .where('cluster_id', '=', clusterId)
    .where('weight', '<>', 0)
    .orderBy('minute');
  const kept = await minutes.execute();
  await recountMinutes(database.write, clusterId);
  expect(kept).toEqual(await minutes.execute());
  const hours = await database.read
    .selectFrom('handover_hour')
    .innerJoin('lease', 'lease.id', 'lease_id')
    .leftJoin('holder', 'holder.id', 'last_to_id')
    .select(['hour', 'count', 'weight', 'first_at', 'last_at', 'identity', 'vacant_ms', 'last_cause'])
    .where('lease.cluster_id', '=', clusterId)
    .orderBy('hour')
    .execute();
  return { stored: await both[0].handovers(), hours: hours.map((row) => ({ ...row })) };
}

describeDatabases('two replicas', (databases) => {
  it('store each change once, in whatever order they write', async () => {
    const database = await databases.open();
    let clusters = 0;
    const nextCluster = (): string => `uid:${clusters++}`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        async (changes, cuts, turns, otherTurns) => {
          const rows = [told(changes, 0), told(changes, 1)] as const;
          const first = await written(database, nextCluster(), [...rows], cuts, turns);
          const other = await written(database, nextCluster(), [...rows], [3, 1], otherTurns);
          expect(other).toEqual(first);

          const seen = changes.flatMap(({ watches }, index) => (watches[0] || watches[1] ? [index] : []));
          expect(first.stored.filter(({ cause }) => cause !== 'unseen').map(({ id }) => id)).toEqual(
            seen.reverse().map((index) => `uid-1.${index * 100}`),
          );
          expect(first.stored.every(({ to }) => to !== null)).toBe(true);
          const unseen = first.stored.filter(({ cause }) => cause === 'unseen');
          const missed = unseen.reduce((sum, { transitionsDelta }) => sum + (transitionsDelta ?? 1), 0);
          expect(seen.length + missed).toBe(changes.length);

          const sums = first.hours as { count: number; weight: number }[];
          expect(sums.reduce((sum, { count }) => sum + count, 0)).toBe(first.stored.length);
          expect(sums.reduce((sum, { weight }) => sum + weight, 0)).toBe(changes.length);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('store a takeover once, of which one saw the release and the other, just started, only the empty Lease', async () => {
    const database = await databases.open();
    const whole = handover({ cause: 'release', vacantMs: 900 });
    // Its list was a little sooner with the takeover than the watch of the other.
    const half = handover({
      cause: 'release',
      from: null,
      at: START - 40,
      silentMs: null,
      transitionsDelta: null,
    });
    for (const [index, order] of [
      [whole, half],
      [half, whole],
    ].entries()) {
      const cluster = [`uid:empty-${index}`];
      const both = [await replica(database, 'one', cluster), await replica(database, 'two', cluster)];
      for (const [who, one] of order.entries()) await both[who]?.write({ handovers: [one] });
      expect((await both[0]?.handovers())?.map(({ from, to }) => [from, to])).toEqual([['a', 'b']]);
    }
  });

  it('may write at the very same time', async () => {
    const database = await databases.open();
    const both = [await replica(database, 'one'), await replica(database, 'two')] as const;
    const changes: Change[] = Array.from({ length: 60 }, (_, index) => ({
      to: index % 2,
      release: index % 3 === 0,
      watches: [index % 5 !== 1, index % 7 !== 2],
      laterMs: index,
    }));
    await Promise.all(
      both.map(async (one, who) => {
        for (const part of batches(told(changes, who === 0 ? 0 : 1), [1, 2])) await one.write(part);
      }),
    );
    const stored = await both[0].handovers();
    const weight = (row: Handover): number => (row.cause === 'unseen' ? (row.transitionsDelta ?? 1) : 1);
    expect(stored.reduce((sum, row) => sum + weight(row), 0)).toBe(changes.length);
    expect(stored.filter(({ cause }) => cause !== 'unseen')).toHaveLength(
      changes.filter(({ watches }) => watches[0] || watches[1]).length,
    );
  }, 60_000);
});
