import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { isPostgres, lockCluster } from '../../lib/history/cluster-lock.ts';
import { handoverRow } from '../../lib/history/handover-row.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import {
  readAlertSilences,
  readAlerts,
  readDeliveries,
  readOpenAlerts,
} from '../../lib/history/read-alerts.ts';
import { readKept } from '../../lib/history/read-known.ts';
import { packRenewals } from '../../lib/history/renewal-pack.ts';
import { renewals } from '../../lib/history/renewal-reads.ts';
import { removeOld } from '../../lib/history/retention.ts';
import { storeBytes } from '../../lib/history/store-bytes.ts';
import type { Retention } from '../../lib/history/store-calls.ts';
import { about, firing } from '../alert/builders.ts';
import { until } from '../setup/process.ts';
import { handover, known, type Replica, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEEP: Retention = { handoverDays: 90, renewalDays: 30, maxBytes: Number.MAX_SAFE_INTEGER };

/** One minute's renewals. */
const minuteAt = (minute: number) => ({
  ...{ namespace: 'payments', name: 'operator', minute, count: 30, maxGapMs: 2100 },
  ...{ offsetLowerMs: null, offsetUpperMs: null, holder: 'b' },
});

/** A handover, a minute and a slow minute each day for so many days before START. */
async function written(database: OpenDatabase, days: number): Promise<Replica> {
  const one = await replica(database);
  const past = Array.from({ length: days }, (_, day) => START - day * DAY_MS);
  await one.write({
    handovers: past.map((at, day) => handover({ id: `uid-1.${day}`, at })),
    minutes: past.map(minuteAt),
    slow: past.map((minute) => ({ minute, late: 1, of: 9 })),
    watched: [
      { scope: null, from: START - days * DAY_MS, to: START },
      { scope: null, from: START - days * DAY_MS - 9, to: START - days * DAY_MS },
    ],
    leases: [
      known({ firstSeenAt: START - days * DAY_MS }),
      known({ name: 'gone', goneAt: START - days * DAY_MS, seenAt: START - days * DAY_MS }),
    ],
    durations: [200, 150, 20].map((day) => ({
      namespace: 'payments',
      name: 'operator',
      at: START - day * DAY_MS,
      beforeMs: 15_000 + day,
      afterMs: 16_000 + day,
    })),
  });
  return one;
}

async function steps(database: OpenDatabase, one: Replica, keep: Retention, now = START): Promise<number> {
  let count = 0;
  while (await removeOld(database.write, one.clusterId, keep, now)) count += 1;
  return count;
}

const count = async (
  database: OpenDatabase,
  table:
    | 'handover'
    | 'handover_hour'
    | 'handover_day'
    | 'handover_minute'
    | 'renewal_minute'
    | 'slow_minute'
    | 'lease'
    | 'duration_change',
): Promise<number> => (await database.read.selectFrom(table).selectAll().execute()).length;

/** Steps of a store that is too large whatever is removed, up to the first that removes a handover. */
async function untilHandoversGo(database: OpenDatabase, one: Replica): Promise<void> {
  const before = await count(database, 'handover');
  while ((await count(database, 'handover')) === before) {
    expect(await removeOld(database.write, one.clusterId, { ...KEEP, maxBytes: 1 }, START)).toBe(true);
  }
}

/** Epoch ms. */
async function oldestRenewal(database: OpenDatabase): Promise<number> {
  const minutes = await database.read.selectFrom('renewal_minute').select('minute as at').execute();
  const chunks = await database.read.selectFrom('renewal_chunk').select('from_minute as at').execute();
  return Math.min(...[...minutes, ...chunks].map(({ at }) => at * 60_000));
}

describeDatabases('retention', (databases) => {
  it('removes by age, whole hours, and calls nothing watched that is removed', async () => {
    const database = await databases.open();
    const one = await written(database, 700);
    expect(await steps(database, one, KEEP)).toBeGreaterThan(3);
    for (const table of ['handover', 'handover_hour', 'handover_day', 'handover_minute'] as const) {
      expect(await count(database, table), table).toBe(91);
    }
    expect(await count(database, 'renewal_minute')).toBe(31);
    expect(await count(database, 'slow_minute')).toBe(31);
    expect(await count(database, 'lease')).toBe(1);
    // What the duration was when what is kept begins is still known.
    expect(await count(database, 'duration_change')).toBe(2);
    const stretches = async () =>
      (await database.read.selectFrom('watched').selectAll().execute()).map(({ from_at, to_at }) => [
        from_at,
        to_at,
      ]);
    expect(await stretches()).toEqual([[START - 90 * DAY_MS, START]]);
    // A run that still tells of its beginning does not bring it back.
    await one.write({ watched: [{ scope: null, from: START - 700 * DAY_MS, to: START + 5 }] });
    expect(await stretches()).toEqual([[START - 90 * DAY_MS, START + 5]]);
    expect(await steps(database, one, KEEP)).toBe(0);
    expect(await readKept(database.read, one.clusterId)).toEqual({
      keptFrom: START - 90 * DAY_MS,
      renewalsKeptFrom: START - 30 * DAY_MS,
    });
  });

  it('leaves the sums of a day true of which a part is removed', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const day = START - (START % DAY_MS);
    const at = [1, 5, 9].map((hour) => day + hour * HOUR_MS);
    await one.write({ handovers: at.map((time, index) => handover({ id: `uid-1.${index}`, at: time })) });
    await steps(database, one, KEEP, day + 5 * HOUR_MS + 90 * DAY_MS);
    expect(await database.read.selectFrom('handover_day').selectAll().execute()).toMatchObject([
      { count: 2 },
    ]);
    expect(await count(database, 'handover_hour')).toBe(2);
  });

  it('removes alerts that are long over with what was told of them, and neither what is open nor a receiver', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const day = (days: number): number => START - days * DAY_MS;
    const ended = (name: string, days: number) =>
      firing(about(name, 'vacant', { since: day(days) }), {
        id: name,
        state: 'resolved',
        resolvedAt: day(days),
      });
    const told = (alertId: string, days: number) =>
      ({ receiver: 'slack', alertId, told: 'over', severity: 'info', at: day(days) }) as const;
    const silence = { matchers: [], from: 0, author: 'me', comment: 'moving' };
    await one.write({
      alerts: [ended('old', 91), ended('new', 89), firing(about('open', 'vacant', { since: day(200) }))],
      deliveries: [told('', 300), told('old', 91), told('new', 91), told('unknown', 89)],
      alertSilences: [
        { id: 'old', until: day(91), ...silence },
        { id: 'new', until: day(89), ...silence },
      ],
    });
    await steps(database, one, KEEP);
    const { read } = database;
    const page = { limit: 9, after: null };
    const over = await readAlerts(read, one.clusterId, { from: 0, to: START }, page);
    const left = [...(await readOpenAlerts(read, one.clusterId)), ...over];
    expect(left.map(({ finding }) => finding.subject.name)).toEqual(['open', 'new']);
    expect((await readDeliveries(read, one.clusterId)).map(({ alertId }) => alertId)).toEqual([
      '',
      'new',
      'unknown',
    ]);
    expect((await readAlertSilences(read, one.clusterId, 0)).map(({ id }) => id)).toEqual(['new']);
  });

  it('leaves other clusters alone', async () => {
    const database = await databases.open();
    const one = await written(database, 100);
    const other = await replica(database, 'one', ['uid:other']);
    await other.write({ handovers: [handover({ at: START - 400 * DAY_MS })] });
    await steps(database, one, KEEP);
    expect(await other.handovers()).toHaveLength(1);
  });
});

describeDatabases('holders that nothing names any more', (databases) => {
  const names = async (one: Replica) => (await one.handovers()).map(({ from, to }) => [from, to]);

  it('are named again by another replica that knew them', async () => {
    const database = await databases.open();
    const [one, other] = [await replica(database, 'one'), await replica(database, 'two')];
    await other.write({ handovers: [handover()] });
    await steps(database, one, KEEP, START + 91 * DAY_MS);
    expect(await database.read.selectFrom('holder').selectAll().execute()).toEqual([]);
    await other.write({ handovers: [handover({ id: 'uid-1.200', at: START + 91 * DAY_MS })] });
    expect(await names(one)).toEqual([['a', 'b']]);
  });

  it('are not removed while somebody writes who names them', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ handovers: [handover()] });
    await steps(database, one, KEEP);
    await database.write.deleteFrom('handover').execute();
    const tx = await database.write.startTransaction().execute();
    await lockCluster(tx, one.clusterId);
    const removed = steps(database, one, KEEP);
    if (isPostgres(database.read)) {
      const waits = until('it waits', async () => {
        const { rows } = await sql`select 1 from pg_locks where not granted`.execute(database.read);
        return rows.length > 0 ? true : null;
      });
      await Promise.race([removed, waits]);
    }
    const { id } = await tx
      .selectFrom('holder')
      .select('id')
      .where('identity', '=', 'a')
      .executeTakeFirstOrThrow();
    const lease = await tx.selectFrom('lease').select('id').executeTakeFirstOrThrow();
    const row = handoverRow(handover(), one.clusterId, lease.id, {
      id: (identity) => (identity === 'a' ? id : null),
    });
    await tx.insertInto('handover').values(row).execute();
    await tx.commit().execute();
    await removed;
    expect(await names(one)).toEqual([['a', null]]);
  });
});

describeDatabases('packed renewals', (databases) => {
  /** So many hours of renewals up to START, packed, and a handover each day. */
  async function packed(hours: number) {
    const database = await databases.open();
    const one = await written(database, 20);
    // Beside another cluster PostgreSQL counts what is there, not what it believes to be there.
    await replica(database, 'one', ['uid:other']);
    await database.write.deleteFrom('renewal_minute').execute();
    const minutes = Array.from({ length: hours * 60 }, (_, index) => minuteAt(START - (index + 1) * 60_000));
    await one.write({ minutes });
    while ((await packRenewals(database.write, one.clusterId, START)) > 0);
    expect(await count(database, 'renewal_minute')).toBeLessThan(6 * 60);
    return { database, one };
  }

  it('are kept as long as one of them is not too old', async () => {
    const { database, one } = await packed(27);
    const days = KEEP.renewalDays * DAY_MS;
    await steps(database, one, KEEP, START - 24 * HOUR_MS + days);
    expect(await oldestRenewal(database)).toBe(START - 27 * HOUR_MS);
    await steps(database, one, KEEP, START - 21 * HOUR_MS + days);
    expect(await oldestRenewal(database)).toBe(START - 21 * HOUR_MS);
  });

  it('are not read from before what is kept, though they are packed with it', async () => {
    const { database, one } = await packed(27);
    const cutAt = START - 23 * HOUR_MS;
    await steps(database, one, KEEP, cutAt + KEEP.renewalDays * DAY_MS);
    expect(await oldestRenewal(database)).toBe(START - 27 * HOUR_MS);
    const range = { from: START - 27 * HOUR_MS, to: START, points: 27 * 60 };
    const read = await renewals(database.read, one.clusterId, known(), range);
    expect(read[0]).toMatchObject({ from: cutAt, holder: 'b' });
    const early = await renewals(database.read, one.clusterId, known(), { ...range, to: cutAt - 60_000 });
    expect(early).toEqual([]);
  });

  it('are kept for the last day of a store that is too large, and said to be', async () => {
    const { database, one } = await packed(51);
    await untilHandoversGo(database, one);
    const oldest = await oldestRenewal(database);
    expect(oldest).toBe(START - 27 * HOUR_MS);
    expect(await readKept(database.read, one.clusterId)).toMatchObject({ renewalsKeptFrom: oldest });
    await steps(database, one, { ...KEEP, maxBytes: 1 });
    expect(await oldestRenewal(database)).toBe(Number.POSITIVE_INFINITY);
  });
});

describeDatabases('a store that is too large', (databases) => {
  it('loses renewals first, down to the last day of them, and handovers after that', async () => {
    const database = await databases.open();
    const one = await written(database, 20);
    // Beside another cluster PostgreSQL counts what is there, not what it believes to be there.
    await replica(database, 'one', ['uid:other']);
    const hours = Array.from({ length: 5 * 24 }, (_, hour) => START - hour * HOUR_MS);
    const minutes = hours.flatMap((hour) => Array.from({ length: 40 }, (_, index) => hour + index * 60_000));
    await one.write({ minutes: minutes.map(minuteAt) });
    await sql`analyze`.execute(database.write);
    const before = await storeBytes(database.read, one.clusterId);
    await steps(database, one, { ...KEEP, maxBytes: before - 20_000 });
    expect(await storeBytes(database.read, one.clusterId)).toBeLessThanOrEqual(before - 20_000);
    expect(await count(database, 'handover')).toBe(20);
    expect(await readKept(database.read, one.clusterId)).toMatchObject({ keptFrom: START - 20 * DAY_MS - 9 });
    const { renewalsKeptFrom } = await readKept(database.read, one.clusterId);
    expect(renewalsKeptFrom).toBeGreaterThan(START - 6 * DAY_MS);
    await untilHandoversGo(database, one);
    expect(await readKept(database.read, one.clusterId)).toMatchObject({ renewalsKeptFrom: START - DAY_MS });
    expect(await oldestRenewal(database)).toBe(START - DAY_MS);
    await steps(database, one, { ...KEEP, maxBytes: 1 });
    expect(await count(database, 'handover')).toBe(1);
  });

  it('loses what is oldest, and never the present hour', async () => {
    const database = await databases.open();
    const one = await replica(database);
    for (let hour = 0; hour < 20; hour += 1) {
      const handovers = Array.from({ length: 400 }, (_, index) =>
        handover({ id: `uid-1.${hour}.${index}`, at: START - hour * HOUR_MS + index, from: 'a', to: 'b' }),
      );
      await one.write({ handovers });
    }
    await sql`analyze`.execute(database.write);
    const before = await storeBytes(database.read, one.clusterId);
    expect(before).toBeGreaterThan(500_000);
    await steps(database, one, { ...KEEP, maxBytes: before / 2 }, START + 1000);
    // PostgreSQL counts what it believes to be there, where a cluster is alone: that lags behind.
    if (!isPostgres(database.read))
      expect(await storeBytes(database.read, one.clusterId)).toBeLessThanOrEqual(before / 2);
    const left = await one.handovers();
    expect(left.length).toBeGreaterThanOrEqual(400);
    expect(left.length).toBeLessThan(7000);
    expect(left[0]?.at).toBe(START + 399);
    await steps(database, one, { ...KEEP, maxBytes: 1 }, START + 1000);
    expect(await one.handovers()).toHaveLength(400);
    expect(await count(database, 'handover_hour')).toBe(1);
    if (!isPostgres(database.read)) return;
    // On a server a cluster answers for what is its own.
    const other = await replica(database, 'one', ['uid:other']);
    await other.write({ handovers: [handover()], leases: [known()] });
    const own = await storeBytes(database.read, other.clusterId);
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThan(10_000);
    expect(await storeBytes(database.read, one.clusterId)).toBeGreaterThan(300_000);
  });

  it('loses nothing where nothing of it could make room', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await replica(database, 'one', ['uid:other']);
    const over = { state: 'resolved', resolvedAt: START - 60 * 60_000 } as const;
    await one.write({
      leases: [known()],
      watched: [{ scope: null, from: START - DAY_MS, to: START + 1000 }],
      alerts: [firing(about('old', 'vacant', { since: START - DAY_MS }), { id: 'old', ...over })],
    });
    const tooLarge = async (): Promise<void> => {
      expect(await steps(database, one, { ...KEEP, maxBytes: 1 }, START + 1000)).toBe(0);
      const kept = { keptFrom: START - DAY_MS, renewalsKeptFrom: START - DAY_MS };
      expect(await readKept(database.read, one.clusterId)).toEqual(kept);
      const range = { from: 0, to: START };
      const alerts = await readAlerts(database.read, one.clusterId, range, { limit: 9, after: null });
      expect(alerts).toHaveLength(1);
    };
    await tooLarge();
    // Nor where all is of the present hour.
    await one.write({ handovers: [handover()], minutes: [minuteAt(START)] });
    await tooLarge();
  });

  it('loses what is oldest of all clusters in a file; on a server each has its own', async () => {
    const database = await databases.open();
    const old = await replica(database, 'one', ['uid:old']);
    const own = await replica(database, 'two', ['uid:own']);
    const every = (ms: number, length: number) =>
      Array.from({ length }, (_, index) => handover({ id: `uid-1.${index}`, at: START - index * ms }));
    await old.write({ handovers: every(60_000, 3000) });
    const full = await storeBytes(database.read, old.clusterId);
    await own.write({ handovers: every(HOUR_MS / 2, 20) });
    await steps(database, own, { ...KEEP, maxBytes: full * 0.8 });
    expect(await storeBytes(database.read, own.clusterId)).toBeLessThanOrEqual(full * 0.8);
    expect(await own.handovers()).toHaveLength(20);
    const left = await old.handovers();
    if (isPostgres(database.read)) expect(left).toHaveLength(3000);
    else expect(left.length).toBeLessThan(2700);
  });
});
