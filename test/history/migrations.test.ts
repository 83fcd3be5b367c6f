import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { isPostgres } from '../../lib/history/cluster-lock.ts';
import { MIGRATIONS, migrate } from '../../lib/history/migrations.ts';
import { openPostgres } from '../../lib/history/postgres.ts';
import { openSqlite } from '../../lib/history/sqlite.ts';
import { storePlace } from '../../lib/history/store-url.ts';
import { describeDatabases, type TestDatabases } from './databases.ts';

/** Rows as a store of each version may hold them, put in when that version is reached: one entry a migration. */
const ROWS: Record<string, string[]> = {
  '0001-first-tables': [
    "insert into cluster (name, created_at) values ('old', 1)",
    "insert into cluster_alias (alias, cluster_id) values ('uid:old', 1)",
    "insert into holder (cluster_id, identity) values (1, 'a')",
    `insert into lease (cluster_id, namespace, name, class, uid, holder_id, held_since_certain, first_seen_at, seen_at)
     values (1, 'payments', 'operator', 'controller', 'uid-1', 1, 1, 5, 6)`,
    `insert into handover (cluster_id, lease_id, key, lease_uid, at, from_id, to_id, cause, certainty, coordinated,
     evidence) values (1, 1, 'uid-1.2', 'uid-1', 7, null, 1, 'first', 'certain', 0, '{}')`,
    "insert into watched (cluster_id, scope, instance, from_at, to_at) values (1, '', 'one', 5, 9)",
  ],
  '0002-alerts': [
    `insert into alert (cluster_id, id, fingerprint, state, since, began_at, seen_at, severity_at, finding)
     values (1, 'vacant:a/b@5', 'vacant:a/b', 'firing', 4, 5, 6, 5, '{}')`,
    `insert into alert_silence (cluster_id, id, from_at, until_at, author, comment, matchers)
     values (1, 's', 1, 2, 'me', 'moving', '[]')`,
    `insert into delivery (cluster_id, receiver, alert_id, told, severity, at)
     values (1, 'slack', 'vacant:a/b@5', 'firing', 'critical', 7)`,
  ],
  '0003-public-urls': ["update cluster set public_url = 'https://tenure.example' where id = 1"],
  '0004-renewals-kept': ['update cluster set renewals_kept_from = 1800000000000 where id = 1'],
  '0005-emptied': [
    `insert into handover (cluster_id, lease_id, key, lease_uid, at, from_id, to_id, cause, certainty, coordinated,
     evidence) values (1, 1, 'uid-1.3', 'uid-1', 9, 1, 1, 'release', 'certain', 0, '{"emptyBy":8}')`,
  ],
  '0006-alert-namespaces': [
    "update alert set namespace = 'a' where id = 'vacant:a/b@5'",
    `insert into handover (cluster_id, lease_id, key, lease_uid, at, from_id, to_id, cause, certainty, coordinated,
     transitions_delta, evidence) values (1, 1, 'uid-1.9', 'uid-1', 60009, 1, 1, 'unseen', 'unknown', 0, 3, '{}')`,
    `insert into handover (cluster_id, lease_id, key, lease_uid, at, from_id, to_id, cause, certainty, coordinated,
     evidence) values (1, 1, 'uid-1.10', 'uid-1', 60010, 1, null, 'release', 'certain', 0, '{}')`,
  ],
  '0007-minute-sums': ['insert into handover_minute (cluster_id, minute, weight) values (1, 7, 1)'],
  '0008-summed-to': [
    "insert into watched (cluster_id, scope, instance, from_at, to_at, summed_to) values (1, '', 'two', 10, 90, 60)",
  ],
};

async function bare(databases: TestDatabases) {
  const place = storePlace(await databases.url());
  if (place.kind === 'postgresql') {
    const db = openPostgres(place.url, () => undefined);
    return { db, close: () => db.destroy() };
  }
  const { write, read } = openSqlite(place.path);
  return {
    db: write,
    async close() {
      await read.destroy();
      await write.destroy();
    },
  };
}

describeDatabases('migrations', (databases) => {
  it('bring each older store with what it holds to the present', async () => {
    for (const name of Object.keys(MIGRATIONS)) expect(ROWS[name], `rows of ${name}`).toBeDefined();
    const { db, close } = await bare(databases);
    for (const name of Object.keys(MIGRATIONS).sort()) {
      await migrate(db, name);
      for (const text of ROWS[name] ?? []) await sql.raw(text).execute(db);
    }
    await migrate(db);
    const rows = await db.selectFrom('handover').select(['key', 'at']).execute();
    expect(rows.map(({ key, at }) => [key, at])).toEqual([
      ['uid-1.2', 7],
      ['uid-1.3', 9],
      ['uid-1.9', 60_009],
      ['uid-1.10', 60_010],
    ]);
    expect(
      await db.selectFrom('handover_minute').select(['minute', 'weight']).orderBy('minute').execute(),
    ).toEqual([
      { minute: 0, weight: 2 },
      { minute: 1, weight: 3 },
      { minute: 7, weight: 1 },
    ]);
    expect(await db.selectFrom('delivery').select(['receiver', 'at']).execute()).toEqual([
      { receiver: 'slack', at: 7 },
    ]);
    expect(await db.selectFrom('watched').select(['to_at', 'summed_to']).orderBy('to_at').execute()).toEqual([
      { to_at: 9, summed_to: null },
      { to_at: 90, summed_to: 60 },
    ]);
    await close();
  });

  it('may be tried by two at the same time, and again', async () => {
    const url = await databases.url();
    const same: TestDatabases = { ...databases, url: async () => url };
    const both = [await bare(same), await bare(same)] as const;
    // Two of SQLite in one thread would wait for each other: there it is one after the other.
    if (isPostgres(both[0].db)) await Promise.all(both.map(({ db }) => migrate(db)));
    for (const { db } of both) await migrate(db);
    for (const { close } of both) await close();
  });

  it('leave nothing behind when one of them fails half way', async () => {
    const { db, close } = await bare(databases);
    // In the way of one of the last tables of the first migration.
    await sql`create table watched (id integer)`.execute(db);
    await expect(migrate(db)).rejects.toThrow(/watched/);
    await sql`drop table watched`.execute(db);
    await migrate(db);
    expect(await db.selectFrom('watched').selectAll().execute()).toEqual([]);
    await close();
  });

  it('leave a newer store as it is, and say so', async () => {
    const { db, close } = await bare(databases);
    await migrate(db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')`.execute(
      db,
    );
    await expect(migrate(db)).rejects.toMatchObject({
      code: 'history_newer',
      message: expect.stringContaining('9999-later'),
    });
    await close();
  });
});
