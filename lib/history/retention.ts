/** Removes what is too old, or too much, in steps of at most 500 rows; whole hours, so that sums stay true. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lockCluster } from './cluster-lock.ts';
import { refreshDays } from './lanes-days.ts';
import { CHUNK_MINUTES } from './renewal-pack.ts';
import { removeAlerts } from './retention-alerts.ts';
import { sizeCutoff } from './retention-size.ts';
import type { Database } from './schema.ts';
import type { Retention } from './store-calls.ts';
import { DAY_MS, HOUR_MS } from './stored.ts';
import { trimWatched } from './write-watched.ts';

const MOST_ROWS = 500;
const HOUR_MINUTES = 60;

/** Deletes one step's worth, of a file that is too large also of other clusters; false when there is nothing left to delete. */
export async function removeOld(
  db: Kysely<Database>,
  clusterId: number,
  retention: Retention,
  now: number,
): Promise<boolean> {
  const ageHour = (days: number): number => Math.floor((now - days * DAY_MS) / HOUR_MS);
  const tooMuch = await sizeCutoff(db, clusterId, retention.maxBytes, now);
  const keptHour = Math.max(ageHour(retention.handoverDays), tooMuch.handovers);
  const renewalHour = Math.max(ageHour(retention.renewalDays), tooMuch.renewals);
  const of = tooMuch.clusterId;
  return db.transaction().execute(async (tx) => {
    // Nobody writes meanwhile: what nothing names stays so.
    if ((await lockCluster(tx, of)) === null) return false;
    const keptFrom = keptHour * HOUR_MS;
    const steps = [
      () => forgetWatched(tx, of, keptFrom),
      () => forgetRenewals(tx, of, renewalHour * HOUR_MS),
      () => removeHours(tx, of, keptHour),
      () => removeMinutes(tx, of, keptHour * HOUR_MINUTES),
      () => removeRest(tx, of, keptFrom),
      () => removeAlerts(tx, of, keptFrom, now),
      // After what goes with them: by these the size asks what is oldest, and they may be gone by the next step.
      () => removeHandovers(tx, of, keptFrom),
      () => removeRenewals(tx, of, renewalHour * HOUR_MINUTES),
      () => removeLeases(tx, of, keptFrom),
      // Packed renewals name holders too: as long as handovers are kept no less, one of these names each of them as well.
      // But those from before what is kept, which are packed with it, may name whoever is given a number anew.
      () => (retention.renewalDays <= retention.handoverDays ? removeHolders(tx, of) : 0),
    ];
    for (const step of steps) if ((await step()) > 0) return true;
    return false;
  });
}

/** First, so that nothing that is being removed is still called watched. */
async function forgetWatched(
  tx: Transaction<Database>,
  clusterId: number,
  keptFrom: number,
): Promise<number> {
  await tx
    .updateTable('cluster')
    .set({ kept_from: keptFrom })
    .where('id', '=', clusterId)
    .where((eb) => eb.or([eb('kept_from', 'is', null), eb('kept_from', '<', keptFrom)]))
    .execute();
  return trimWatched(tx, clusterId, keptFrom, MOST_ROWS);
}

/** Is told of no more than once: it removes nothing that has to be done in steps. */
async function forgetRenewals(tx: Transaction<Database>, clusterId: number, keptFrom: number): Promise<0> {
  await tx
    .updateTable('cluster')
    .set({ renewals_kept_from: keptFrom })
    .where('id', '=', clusterId)
    .where((eb) => eb.or([eb('renewals_kept_from', 'is', null), eb('renewals_kept_from', '<', keptFrom)]))
    .execute();
  return 0;
}

async function removeHandovers(
  tx: Transaction<Database>,
  clusterId: number,
  keptFrom: number,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('handover')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('handover')
        .select('id')
        .where('cluster_id', '=', clusterId)
        .where('at', '<', keptFrom)
        .orderBy('at')
        .limit(MOST_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function removeHours(tx: Transaction<Database>, clusterId: number, keptHour: number): Promise<number> {
  const old = await tx
    .selectFrom('handover_hour')
    .select(['lease_id', 'hour'])
    .where('lease_id', 'in', (eb) => eb.selectFrom('lease').select('id').where('cluster_id', '=', clusterId))
    .where('hour', '<', keptHour)
    .limit(MOST_ROWS)
    .execute();
  for (const [lease, hours] of Map.groupBy(old, ({ lease_id }) => lease_id)) {
    await tx
      .deleteFrom('handover_hour')
      .where('lease_id', '=', lease)
      .where(
        'hour',
        'in',
        hours.map(({ hour }) => hour),
      )
      .execute();
  }
  await refreshDays(tx, old);
  return old.length;
}

async function removeMinutes(
  tx: Transaction<Database>,
  clusterId: number,
  firstMinute: number,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('handover_minute')
    .where('cluster_id', '=', clusterId)
    .where('minute', 'in', (eb) =>
      eb
        .selectFrom('handover_minute')
        .select('minute')
        .where('cluster_id', '=', clusterId)
        .where('minute', '<', firstMinute)
        .limit(MOST_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Of changed durations the last before stays: it says what the duration was when what is kept begins. */
async function removeRest(tx: Transaction<Database>, clusterId: number, keptFrom: number): Promise<number> {
  const silences = sql`select namespace, name, from_at from silence
    where cluster_id = ${clusterId} and to_at < ${keptFrom} limit ${MOST_ROWS}`;
  const silent = await sql`delete from silence where cluster_id = ${clusterId}
    and (namespace, name, from_at) in (${silences})`.execute(tx);
  const changes = sql`select old.lease_id, old.at from duration_change old
    join lease on lease.id = old.lease_id and lease.cluster_id = ${clusterId}
    where old.at < ${keptFrom} and exists (select 1 from duration_change later
      where later.lease_id = old.lease_id and later.at > old.at and later.at <= ${keptFrom}) limit ${MOST_ROWS}`;
  const changed = await sql`delete from duration_change where (lease_id, at) in (${changes})`.execute(tx);
  return Number(silent.numAffectedRows ?? 0) + Number(changed.numAffectedRows ?? 0);
}

async function removeRenewals(
  tx: Transaction<Database>,
  clusterId: number,
  firstMinute: number,
): Promise<number> {
  const leases = sql`select id from lease where cluster_id = ${clusterId}`;
  const minutes = await sql`delete from renewal_minute where (lease_id, minute) in (
    select lease_id, minute from renewal_minute
    where minute < ${firstMinute} and lease_id in (${leases}) limit ${MOST_ROWS})`.execute(tx);
  const chunks = await sql`delete from renewal_chunk where (lease_id, from_minute) in (
    select lease_id, from_minute from renewal_chunk
    where from_minute <= ${firstMinute - CHUNK_MINUTES} and lease_id in (${leases}) limit ${MOST_ROWS})`.execute(
    tx,
  );
  const slow = await sql`delete from slow_minute where cluster_id = ${clusterId} and minute in (
    select minute from slow_minute
    where cluster_id = ${clusterId} and minute < ${firstMinute} limit ${MOST_ROWS})`.execute(tx);
  return [minutes, chunks, slow].reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0), 0);
}

/** Leases that are long gone and have nothing left to tell. */
async function removeLeases(tx: Transaction<Database>, clusterId: number, keptFrom: number): Promise<number> {
  const gone = await tx
    .selectFrom('lease')
    .select('id')
    .where('cluster_id', '=', clusterId)
    .where('gone_at', '<', keptFrom)
    .where(({ eb, not, exists }) =>
      not(exists(eb.selectFrom('handover').select('id').whereRef('handover.lease_id', '=', 'lease.id'))),
    )
    .where(({ eb, not, exists }) =>
      not(
        exists(
          eb
            .selectFrom('renewal_minute')
            .select('minute')
            .whereRef('renewal_minute.lease_id', '=', 'lease.id'),
        ),
      ),
    )
    .where(({ eb, not, exists }) =>
      not(
        exists(
          eb
            .selectFrom('renewal_chunk')
            .select('from_minute')
            .whereRef('renewal_chunk.lease_id', '=', 'lease.id'),
        ),
      ),
    )
    .limit(MOST_ROWS)
    .execute();
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.deleteFrom('duration_change').where('lease_id', 'in', ids).execute();
  await tx.deleteFrom('lease').where('id', 'in', ids).execute();
  return ids.length;
}

/**
 * Identities that nothing names any more: every Pod that ever led has one. Those that a merge left behind may be named by
 * sums and packed renewals, which are not looked into: they go after their namesakes, which handovers of then name.
 */
async function removeHolders(tx: Transaction<Database>, clusterId: number): Promise<number> {
  const merged = sql`cluster_id not in (select id from cluster) and not exists (select 1 from cluster
    join holder same on same.cluster_id = cluster.id and same.identity = holder.identity)`;
  const removed = await sql`delete from holder where id in (
    select id from holder where (cluster_id = ${clusterId} or (${merged}))
      and not exists (select 1 from handover where from_id = holder.id)
      and not exists (select 1 from handover where to_id = holder.id)
      and id not in (select holder_id from lease where holder_id is not null)
      and id not in (select holder_id from renewal_minute where holder_id is not null)
    limit ${MOST_ROWS})`.execute(tx);
  return Number(removed.numAffectedRows ?? 0);
}
