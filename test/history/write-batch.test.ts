import { expect, it } from 'vitest';
import { readKnown } from '../../lib/history/read-known.ts';
import { readPlaces } from '../../lib/history/read-places.ts';
import { handover, known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

describeDatabases('a batch', (databases) => {
  it('stores a handover once, however often it is told', async () => {
    const one = await replica(await databases.open());
    await one.write({ handovers: [handover(), handover()] });
    await one.write({ handovers: [handover()] });
    expect(await one.handovers()).toEqual([handover()]);
  });

  it('completes an open handover, and never opens it again', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const two = await replica(database, 'two');
    const open = handover({ to: null, cause: 'release', vacantMs: null, transitionsDelta: 0 });
    const taken = handover({ cause: 'release', at: START + 2000, vacantMs: 2000 });
    await one.write({ handovers: [open], leases: [known({ holder: null, openHandover: open })] });
    expect((await readKnown(database.read, one.clusterId, 'next')).leases[0]?.openHandover).toEqual(open);
    await two.write({ handovers: [taken] });
    await one.write({ handovers: [open] });
    expect(await one.handovers()).toEqual([taken]);
    expect((await readKnown(database.read, one.clusterId, 'next')).leases[0]?.openHandover).toBeNull();
  });

  it('prefers a cause that was seen to one that was not, and to that what Events tell', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const window = { unwatchedFrom: START - 5000, unwatchedTo: START + 5000 };
    const unseen = handover({ cause: 'unseen', silentMs: null, evidence: window });
    const witnessed = handover({
      cause: 'unseen',
      at: START + 50,
      evidence: { ...window, eventAt: START + 50, eventHolders: 'b' },
    });
    await one.write({ handovers: [unseen] });
    await one.write({ handovers: [witnessed] });
    await one.write({ handovers: [unseen] });
    expect(await one.handovers()).toMatchObject([{ cause: 'unseen', at: START + 50 }]);
    await one.write({ handovers: [handover()] });
    await one.write({ handovers: [witnessed] });
    expect(await one.handovers()).toEqual([handover()]);
  });

  it('keeps the latest state of a Lease, whoever tells it', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ handovers: [handover({ namespace: 'other' })] });
    await one.write({ leases: [known({ seenAt: START + 9, transitions: 6 })] });
    await one.write({ leases: [known({ seenAt: START, transitions: 5, firstSeenAt: 7 })] });
    const { leases } = await readKnown(database.read, one.clusterId, 'next');
    expect(leases).toEqual([known({ seenAt: START + 9, transitions: 6, firstSeenAt: 7 })]);
  });

  it('tells a run how far others watched, not how far itself has come since', async () => {
    const database = await databases.open();
    const before = await replica(database, 'before');
    const after = await replica(database, 'after');
    await before.write({ watched: [{ scope: null, from: START, to: START + 5 }] });
    await after.write({ watched: [{ scope: null, from: START + 900, to: START + 1000 }] });
    const { watchedUntil } = await readKnown(database.read, after.clusterId, 'after');
    expect(watchedUntil).toEqual([{ scope: null, at: START + 5 }]);
  });

  it('keeps what more was counted of a minute, its worst gap, and the worst of a slow one', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const lease = { namespace: 'payments', name: 'operator', minute: START };
    const minute = { ...lease, maxGapMs: 2100, offsetLowerMs: null, offsetUpperMs: null, holder: 'b' };
    await one.write({ minutes: [{ ...minute, count: 20 }], slow: [{ minute: START, late: 4, of: 9 }] });
    await one.write({
      minutes: [{ ...minute, count: 30, maxGapMs: 2050.4 }],
      slow: [{ minute: START, late: 2, of: 9 }],
    });
    await one.write({
      minutes: [{ ...minute, count: 7, maxGapMs: 14_000 }],
      slow: [{ minute: START, late: 6, of: 8 }],
    });
    const rows = await database.read.selectFrom('renewal_minute').selectAll().execute();
    expect(rows).toMatchObject([{ minute: START / 60_000, count: 30, max_gap_ms: 14_000 }]);
    expect(await database.read.selectFrom('slow_minute').selectAll().execute()).toMatchObject([
      { late: 6, of: 8 },
    ]);
  });

  it('joins tellings of one silence, not two in a row, and drops changes of a duration to what it is', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const node = { namespace: 'kube-node-lease', name: 'n1' };
    await one.write({ silences: [{ ...node, from: START, to: START + 50 }] });
    await one.write({ silences: [{ ...node, from: START + 100, to: START + 150 }] });
    await one.write({ silences: [{ ...node, from: START, to: START + 90 }] });
    await one.write({ silences: [{ ...node, from: START + 3, to: START + 99 }] });
    await one.write({ silences: [{ ...node, from: START + 99, to: START + 100 }] });
    expect(await database.read.selectFrom('silence').selectAll().orderBy('from_at').execute()).toMatchObject([
      { from_at: START, to_at: START + 99 },
      { from_at: START + 99, to_at: START + 100 },
      { from_at: START + 100, to_at: START + 150 },
    ]);
    const change = { namespace: 'payments', name: 'operator', beforeMs: 15_000, afterMs: 30_000 };
    await one.write({ durations: [{ ...change, at: START + 3 }] });
    await one.write({ durations: [{ ...change, at: START }] });
    await one.write({ durations: [{ ...change, at: START + 9, beforeMs: 30_000, afterMs: 15_000 }] });
    const changes = await database.read.selectFrom('duration_change').selectAll().orderBy('at').execute();
    expect(changes.map(({ at, after_ms }) => [at - START, after_ms])).toEqual([
      [0, 30_000],
      [9, 15_000],
    ]);
  });

  it('says what was watched, but for what was given up', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const stretches = async (): Promise<number[][]> => {
      const rows = await database.read.selectFrom('watched').selectAll().orderBy('from_at').execute();
      return rows.map(({ from_at, to_at }) => [from_at - START, to_at - START]);
    };
    const told = { scope: null, from: START, to: START + 100 };
    await one.write({ watched: [told] });
    await one.write({ watched: [{ ...told, to: START + 300.4 }] });
    await one.write({ watched: [{ ...told, to: START + 200 }] });
    expect(await stretches()).toEqual([[0, 300]]);
    const lost = [{ from: START + 50, to: START + 60.5 }];
    await one.write({}, lost);
    expect(await stretches()).toEqual([
      [0, 50],
      [61, 300],
    ]);
    await one.write({ watched: [{ ...told, to: START + 400 }] }, lost);
    expect(await stretches()).toEqual([
      [0, 50],
      [61, 400],
    ]);
  });

  it('keeps the latest place of a holder, and names that no database likes', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const odd = 'a\0b\ud800';
    const place = {
      identity: odd,
      podNamespace: 'payments',
      podName: 'operator-1',
      podUid: null,
      node: 'n1',
      ownerKind: null,
      ownerName: null,
      resolvedAt: START,
    };
    await one.write({ handovers: [handover({ to: odd, evidence: { odd } })], places: [place] });
    await one.write({ places: [{ ...place, node: 'n0', resolvedAt: START - 1 }] });
    expect(await readPlaces(database.read, one.clusterId, [odd, 'unknown'])).toEqual([place]);
    expect(await one.handovers()).toMatchObject([{ to: 'a␀b\ufffd', evidence: { odd } }]);
  });

  it('is written whole or not at all', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const broken = { ...known({ name: 'broken' }), seenAt: Number.NaN };
    const minute = { namespace: 'a', name: 'b', minute: Number.NaN, count: 1, holder: 'new' };
    const bad = { ...minute, maxGapMs: null, offsetLowerMs: null, offsetUpperMs: null };
    await expect(
      one.write({ handovers: [handover({ to: 'new' })], leases: [broken], minutes: [bad] }),
    ).rejects.toThrow();
    expect(await one.handovers()).toEqual([]);
    await one.write({ handovers: [handover({ to: 'new' })] });
    expect(await one.handovers()).toMatchObject([{ to: 'new' }]);
  });
});
