import { expect, it } from 'vitest';
import { blindSpots } from '../../lib/history/blind-spots.ts';
import { resolveCluster } from '../../lib/history/cluster-identity.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import { readKept } from '../../lib/history/read-known.ts';
import { packRenewals } from '../../lib/history/renewal-pack.ts';
import { unpackMinutes } from '../../lib/history/renewal-pack-codec.ts';
import { handover, known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const UID = 'uid:1111';
const OTHER_UID = 'uid:2222';
const CA = 'ca:aaaa';
const NEW_CA = 'ca:bbbb';

async function numberOf(database: OpenDatabase, aliases: string[], before: number | null = null) {
  const facts = { name: null, now: START, known: before };
  return resolveCluster(database.write, aliases, facts);
}

describeDatabases('a cluster', (databases) => {
  it('is the same once its uid may be read, and with a new CA', async () => {
    const database = await databases.open();
    const { id, created } = await numberOf(database, [CA]);
    expect(created).toBe(true);
    expect(await numberOf(database, [UID, CA])).toEqual({ id, created: false });
    expect(await numberOf(database, [UID, NEW_CA])).toEqual({ id, created: false });
    expect(await numberOf(database, [NEW_CA])).toEqual({ id, created: false });
    expect(await numberOf(database, [CA])).toEqual({ id, created: false });
  });

  it('is another one when it has another uid, whatever its CA and address', async () => {
    const database = await databases.open();
    const { id } = await numberOf(database, [UID, CA]);
    const other = await numberOf(database, [OTHER_UID, CA]);
    expect(other.created).toBe(true);
    expect(other.id).not.toBe(id);
    expect(await numberOf(database, [CA])).toEqual({ id: other.id, created: false });
    expect(await numberOf(database, [UID])).toEqual({ id, created: false });
  });

  it('keeps apart clusters that have nothing in common', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one', [UID, CA]);
    const two = await replica(database, 'one', [OTHER_UID, NEW_CA]);
    await one.write({ handovers: [handover()] });
    await two.write({ handovers: [handover({ from: 'x' })] });
    expect(await one.handovers()).toMatchObject([{ from: 'a' }]);
    expect(await two.handovers()).toMatchObject([{ from: 'x' }]);
  });

  it('joins two numbers that turn out to be one, and loses nothing', async () => {
    const database = await databases.open();
    const byUid = await replica(database, 'one', [UID]);
    const byCa = await replica(database, 'two', [CA]);
    expect(byCa.clusterId).not.toBe(byUid.clusterId);
    const both = handover({ id: 'uid-1.1' });
    const minute = {
      minute: START,
      count: 3,
      maxGapMs: 5,
      offsetLowerMs: null,
      offsetUpperMs: null,
      holder: 'b',
    };
    await byUid.write({
      handovers: [both, handover({ id: 'uid-1.2', at: START + 1, from: 'b', to: 'c' })],
      leases: [known({ seenAt: START })],
      watched: [{ scope: null, from: START, to: START + 9 }],
    });
    await byCa.write({
      handovers: [both, handover({ id: 'uid-1.3', at: START + 2, from: 'c', to: 'd' })],
      leases: [known({ seenAt: START + 5, holder: 'd' }), known({ name: 'new' })],
      minutes: [
        { namespace: 'payments', name: 'operator', ...minute },
        { namespace: 'payments', name: 'new', ...minute },
      ],
      silences: [{ namespace: 'n', name: 'n', from: START, to: START + 1 }],
      slow: [{ minute: START, late: 1, of: 2 }],
      watched: [{ scope: null, from: START, to: START + 9 }],
    });
    expect(await numberOf(database, [UID, CA])).toEqual({ id: byUid.clusterId, created: false });
    expect((await byUid.handovers()).map(({ id, from, to }) => [id, from, to])).toEqual([
      ['uid-1.3', 'c', 'd'],
      ['uid-1.2', 'b', 'c'],
      ['uid-1.1', 'a', 'b'],
    ]);
    const of = (table: 'lease' | 'watched' | 'silence' | 'slow_minute') =>
      database.read.selectFrom(table).selectAll().where('cluster_id', '=', byUid.clusterId).execute();
    expect((await of('lease')).map((row) => 'name' in row && row.name).sort()).toEqual(['new', 'operator']);
    expect(await of('watched')).toHaveLength(2);
    expect(await of('silence')).toHaveLength(1);
    expect(await of('slow_minute')).toHaveLength(1);
    const hours = await database.read.selectFrom('handover_hour').selectAll().execute();
    expect(hours).toMatchObject([{ count: 3, last_at: START + 2 }]);
    const days = await database.read.selectFrom('handover_day').selectAll().execute();
    expect(days).toMatchObject([{ count: 3 }]);
    expect(await database.read.selectFrom('handover_minute').selectAll().execute()).toMatchObject([
      { cluster_id: byUid.clusterId, weight: 3 },
    ]);
    const minutes = await database.read
      .selectFrom('renewal_minute')
      .innerJoin('lease', 'lease.id', 'lease_id')
      .innerJoin('holder', 'holder.id', 'renewal_minute.holder_id')
      .select(['name', 'identity'])
      .orderBy('name')
      .execute();
    expect(minutes.map(({ name, identity }) => [name, identity])).toEqual([
      ['new', 'b'],
      ['operator', 'b'],
    ]);
    // What still writes to the old number is told that it is gone.
    expect(await byCa.write({ handovers: [handover({ id: 'uid-1.4' })] })).toBe(false);
  });

  it.each(['ca', 'uid'])(
    'joins what two runs saw of the same handovers, whichever saw more: by %s',
    async (who) => {
      const database = await databases.open();
      const byUid = await replica(database, 'one', [UID]);
      const byCa = await replica(database, 'two', [CA]);
      const [more, less] = who === 'ca' ? [byCa, byUid] : [byUid, byCa];
      const evidence = { releasedTransitions: 4 };
      const open = handover({
        id: 'uid-1.10',
        to: null,
        cause: 'release',
        vacantMs: null,
        transitionsDelta: 0,
        evidence,
      });
      const done = { ...open, at: START + 2000, to: 'b', vacantMs: 2000, transitionsDelta: 1 };
      const next = handover({
        id: 'uid-1.20',
        at: START + 60_000,
        from: 'b',
        to: 'c',
        evidence: { transitionsBefore: 5, transitionsAfter: 6 },
      });
      await more.write({ handovers: [done, next], leases: [known({ holder: 'c', transitions: 6 })] });
      const unwatched = { unwatchedFrom: START + 1000, unwatchedTo: START + 100_000 };
      const unseen = handover({
        id: 'uid-1.25',
        at: START + 100_000,
        from: null,
        to: 'c',
        cause: 'unseen',
        transitionsDelta: 2,
        evidence: { transitionsAfter: 6, ...unwatched },
      });
      await less.write({ handovers: [open, unseen], leases: [known({ holder: 'c', transitions: 6 })] });
      await numberOf(database, [UID, CA]);
      expect((await byUid.handovers()).map(({ id, from, to }) => [id, from, to])).toEqual([
        ['uid-1.20', 'b', 'c'],
        ['uid-1.10', 'a', 'b'],
      ]);
      const hours = await database.read.selectFrom('handover_hour').selectAll().execute();
      expect(hours).toMatchObject([{ count: 2, weight: 2, last_at: START + 60_000 }]);
    },
  );

  it.each(['older', 'younger'])(
    'calls nothing kept that the other of two numbers removed: the %s',
    async (who) => {
      const database = await databases.open();
      const into = await replica(database, 'one', [UID]);
      const from = await replica(database, 'two', [CA]);
      const [more, less] = who === 'older' ? [from, into] : [into, from];
      const set = (one: typeof into, kept: { kept_from: number | null; renewals_kept_from: number | null }) =>
        database.write.updateTable('cluster').set(kept).where('id', '=', one.clusterId).execute();
      await set(more, { kept_from: START, renewals_kept_from: START + 9 });
      await set(less, { kept_from: START - 5, renewals_kept_from: null });
      await less.write({
        watched: [-4, -2].map((at) => ({ scope: null, from: START + at, to: START + at + 1 })),
      });
      await less.write({ watched: [{ scope: null, from: START - 1, to: START + 5 }] });
      await numberOf(database, [UID, CA]);
      const kept = { keptFrom: START, renewalsKeptFrom: START + 9 };
      expect(await readKept(database.read, into.clusterId)).toEqual(kept);
      const range = { from: START - 5, to: START + 5, watching: [] };
      expect(await blindSpots(database.read, into.clusterId, range)).toEqual([]);
      const cluster = database.read.selectFrom('cluster').selectAll();
      expect(await cluster.execute()).toMatchObject([
        { id: into.clusterId, kept_from: START, renewals_kept_from: START + 9 },
      ]);
    },
  );

  it('joins packed renewals of the same hours', async () => {
    const database = await databases.open();
    const byUid = await replica(database, 'one', [UID]);
    const byCa = await replica(database, 'two', [CA]);
    const minute = (index: number, count: number) => ({
      namespace: 'payments',
      name: 'operator',
      minute: START + index * 60_000,
      count,
      maxGapMs: 5,
      offsetLowerMs: null,
      offsetUpperMs: null,
      holder: 'b',
    });
    await byUid.write({ leases: [known()], minutes: [minute(0, 3), minute(1, 3)] });
    await byCa.write({ leases: [known()], minutes: [minute(1, 9), minute(2, 9)] });
    for (const { clusterId } of [byUid, byCa])
      await packRenewals(database.write, clusterId, START + 86_400_000);
    await numberOf(database, [UID, CA]);
    const chunks = await database.read.selectFrom('renewal_chunk').selectAll().execute();
    const packed = chunks.flatMap(({ from_minute, data }) => unpackMinutes(from_minute, data));
    expect(packed.map(({ minute: at, count }) => [at - START / 60_000, count])).toEqual([
      [0, 3],
      [1, 9],
      [2, 9],
    ]);
  });

  it('takes its rows along when its uid becomes known while it is open', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one', [CA]);
    const byUid = await replica(database, 'two', [UID]);
    await one.write({ handovers: [handover()] });
    const { id } = await numberOf(database, [UID], one.clusterId);
    expect(id).toBe(byUid.clusterId);
    expect(await byUid.handovers()).toHaveLength(1);
  });
});
