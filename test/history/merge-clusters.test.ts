import { expect, it } from 'vitest';
import { resolveCluster } from '../../lib/history/cluster-identity.ts';
import { insight } from '../../lib/history/insight.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import { removeOld } from '../../lib/history/retention.ts';
import { timelineJson } from '../../lib/history/timeline.ts';
import { createHolderReader } from '../../lib/history/timeline-holders.ts';
import type { TimelineAnswer } from '../../lib/view/timeline.ts';
import { handover, known, type Replica, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const DAY = 86_400_000;
const UID = 'uid:1111';
const CA = 'ca:aaaa';
const LEASE = { namespace: 'payments', name: 'operator' };
/** The second of two histories begins here, an hour after the first one ended. */
const LATER = START + 30 * DAY;
const UNTIL = LATER - DAY / 24;
const NOW = LATER + DAY;

/** Of one Lease, the numbers of its two histories, which turn out to be one: which of them goes is told by `goes`. */
async function merged(
  database: OpenDatabase,
  goes: 'older' | 'newer',
  { durations = [15_000, 15_000], goneAt = null }: { durations?: number[]; goneAt?: number | null } = {},
): Promise<Replica> {
  const into = await replica(database, 'one', [UID]);
  const from = await replica(database, 'two', [CA]);
  const [older, newer] = goes === 'older' ? [from, into] : [into, from];
  const [before = null, after = null] = durations;
  await older.write({
    leases: [known({ firstSeenAt: START, seenAt: UNTIL, durationMs: before, goneAt })],
    handovers: [handover({ id: 'uid-1.1', at: START + 9 * DAY })],
    watched: [{ scope: null, from: START, to: UNTIL }],
  });
  await newer.write({
    leases: [known({ firstSeenAt: LATER, seenAt: LATER + 5, holder: 'c', durationMs: after })],
    handovers: [handover({ id: 'uid-1.2', at: LATER + 5, from: 'b', to: 'c' })],
    watched: [{ scope: null, from: LATER, to: NOW }],
  });
  await resolveCluster(database.write, [UID, CA], { name: null, now: NOW, known: null });
  return into;
}

function insightOf(database: OpenDatabase, one: Replica, range: { from: number; to: number }) {
  const present = { now: NOW, watching: [], expiredSince: null };
  return insight(database.read, one.clusterId, LEASE, { ...range, ...present });
}

async function lanesOf(
  database: OpenDatabase,
  one: Replica,
  range: { from: number; to: number },
): Promise<TimelineAnswer['items']> {
  const filter = { namespaces: [], names: [], classes: [], q: null, moved: false };
  const { json } = await timelineJson(
    database.read,
    one.clusterId,
    { ...filter, ...range, watching: [], now: NOW, points: 1000, limit: 9, after: null },
    createHolderReader(),
  );
  return JSON.parse(new TextDecoder().decode(json)).items;
}

describeDatabases('a cluster that had two numbers', (databases) => {
  it.each(['older', 'newer'] as const)(
    'is told of as far back as the first history of it, when the %s number goes',
    async (goes) => {
      const database = await databases.open();
      // Of a Lease that was gone when the first history ended, and was there again.
      const one = await merged(database, goes, { goneAt: UNTIL });
      const range = { from: START + 5 * DAY, to: START + 15 * DAY };
      const lanes = await lanesOf(database, one, range);
      const spans = lanes.flatMap((lane) => lane.spans.flatMap((span) => ('holder' in span ? span : [])));
      const tenures = spans.filter(({ type }) => type === 'tenure');
      expect(tenures.map(({ holder, to }) => [holder, to])).toEqual([
        ['a', START + 9 * DAY],
        ['b', range.to],
      ]);
      const found = await insightOf(database, one, range);
      expect(found).toMatchObject({ watchedMs: 10 * DAY, blindMs: 0, handovers: { expiry: 1 } });
      // And as far forward as the second one goes.
      const both = { from: START, to: NOW };
      expect((await lanesOf(database, one, both))[0]?.spans.at(-1)).toMatchObject({ holder: 'c', to: NOW });
      expect(await insightOf(database, one, both)).toMatchObject({
        watchedMs: UNTIL - START + DAY,
        blindMs: LATER - UNTIL,
        handovers: { expiry: 2 },
      });
    },
  );

  it.each(['older', 'newer'] as const)(
    'has each duration when it was, when the %s number goes',
    async (goes) => {
      const database = await databases.open();
      const one = await merged(database, goes, { durations: [15_000, 60_000] });
      expect((await insightOf(database, one, { from: START, to: NOW })).durations).toEqual([
        { at: START, durationMs: 15_000 },
        { at: LATER, durationMs: 60_000 },
      ]);
    },
  );

  it('has a change of its duration once that was seen under both numbers', async () => {
    const database = await databases.open();
    const into = await replica(database, 'one', [UID]);
    const from = await replica(database, 'two', [CA]);
    for (const [one, at] of [
      [from, START + DAY],
      [into, START + DAY + 5],
    ] as const) {
      await one.write({
        leases: [known({ firstSeenAt: START, seenAt: at, durationMs: 60_000 })],
        durations: [{ ...LEASE, at, beforeMs: 15_000, afterMs: 60_000 }],
      });
    }
    await resolveCluster(database.write, [UID, CA], { name: null, now: NOW, known: null });
    expect((await insightOf(database, into, { from: START, to: NOW })).durations).toEqual([
      { at: START, durationMs: 15_000 },
      { at: START + DAY, durationMs: 60_000 },
    ]);
  });

  it('keeps no name of a holder longer for having had it twice', async () => {
    const database = await databases.open();
    const one = await merged(database, 'older');
    const holders = async () =>
      (await database.read.selectFrom('holder').select('identity').execute()).map(({ identity }) => identity);
    const removeAt = async (now: number): Promise<void> => {
      const keep = { handoverDays: 90, renewalDays: 30, maxBytes: Number.MAX_SAFE_INTEGER };
      while (await removeOld(database.write, one.clusterId, keep, now));
    };
    // Twice is whom both knew: what was packed before may name either.
    await removeAt(LATER + 60 * DAY);
    expect((await holders()).sort()).toEqual(['a', 'b', 'b', 'c']);
    await removeAt(LATER + 80 * DAY);
    expect((await holders()).sort()).toEqual(['b', 'b', 'c']);
    await removeAt(LATER + 91 * DAY);
    expect(await holders()).toEqual(['c']);
  });
});
