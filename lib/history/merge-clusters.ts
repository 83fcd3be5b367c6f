/**
 * Two numbers turned out to be one cluster: rows move, and where both have one, that of `into` stays. Of packed
 * renewals both stay, joined; handovers are told once more, as by another replica. What either removed is called kept
 * of neither, nor watched.
 */
import { sql, type Transaction } from 'kysely';
import { CLOCKS_APART_MS } from './clocks-apart.ts';
import { lockCluster } from './cluster-lock.ts';
import { mergeMinuteTotals } from './minute-totals.ts';
import { readRemovedUntil } from './removed-until.ts';
import { joinMinutes } from './renewal-pack.ts';
import { packMinutes, unpackMinutes } from './renewal-pack-codec.ts';
import type { Database } from './schema.ts';
import { HANDOVER_COLUMNS, writeHandovers } from './write-handovers.ts';
import { dropRepeats } from './write-measures.ts';
import { trimWatched } from './write-watched.ts';

/** Tables whose rows name the cluster, and the rest of their keys. */
const KEYED = [
  ['slow_minute', ['minute']],
  ['silence', ['namespace', 'name', 'from_at']],
  ['watched', ['scope', 'instance', 'from_at']],
  ['alert', ['id']],
  ['alert_silence', ['id']],
  ['delivery', ['receiver', 'alert_id']],
] as const;
/** Tables whose rows name a Lease only, and the rest of their keys. */
const BY_LEASE = [
  ['renewal_minute', 'minute'],
  ['renewal_chunk', 'from_minute'],
  ['duration_change', 'at'],
] as const;
const HOLDER_COLUMNS = [
  ['lease', 'holder_id'],
  ['handover', 'from_id'],
  ['handover', 'to_id'],
  ['renewal_minute', 'holder_id'],
] as const;

/** Rows that are read at once. */
const MOST_AT_ONCE = 1000;

export async function mergeClusters(tx: Transaction<Database>, from: number, into: number): Promise<void> {
  // As whoever writes to one of them does: what is written meanwhile would stay behind.
  for (const id of [from, into]) await lockCluster(tx, id);
  await renameHolders(tx, from, into);
  for (const [table, key] of KEYED) {
    const same = sql.join(
      key.map((column) => sql`other.${sql.ref(column)} = ${sql.ref(`${table}.${column}`)}`),
      sql` and `,
    );
    await sql`delete from ${sql.table(table)} where cluster_id = ${from} and exists
      (select 1 from ${sql.table(table)} other where other.cluster_id = ${into} and ${same})`.execute(tx);
  }
  await mergeLeases(tx, from, into);
  await mergeMinuteTotals(tx, from, into);
  for (const table of ['handover', ...KEYED.map(([name]) => name)]) {
    await sql`update ${sql.table(table)} set cluster_id = ${into} where cluster_id = ${from}`.execute(tx);
  }
  await sql`update cluster set (kept_from, renewals_kept_from) = (
    select max(kept_from), max(renewals_kept_from) from cluster where id in (${from}, ${into})) where id = ${into}`.execute(
    tx,
  );
  const keptFrom = await readRemovedUntil(tx, into);
  while ((await trimWatched(tx, into, keptFrom, MOST_AT_ONCE)) > 0);
  await tx.updateTable('cluster_alias').set({ cluster_id: into }).where('cluster_id', '=', from).execute();
  await tx.deleteFrom('cluster').where('id', '=', from).execute();
}

/**
 * Identities that both know: rows name that of `into`. The row of the other stays, as packed renewals may still
 * name it.
 */
async function renameHolders(tx: Transaction<Database>, from: number, into: number): Promise<void> {
  await sql`update holder set cluster_id = ${into} where cluster_id = ${from} and not exists
    (select 1 from holder other where other.cluster_id = ${into} and other.identity = holder.identity)`.execute(
    tx,
  );
  const both = sql`from holder a join holder b on b.identity = a.identity and b.cluster_id = ${into}
    where a.cluster_id = ${from}`;
  for (const [table, column] of HOLDER_COLUMNS) {
    const holder = sql.ref(`${table}.${column}`);
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = (select b.id ${both} and a.id = ${holder})
      where ${sql.ref(column)} in (select a.id ${both})`.execute(tx);
  }
}

/** The numbers of a Lease that both know, and when either saw it first. */
type Both = { old: number; kept: number; newer: boolean | number; first: number };

async function mergeLeases(tx: Transaction<Database>, from: number, into: number): Promise<void> {
  await sql`update lease set cluster_id = ${into} where cluster_id = ${from} and not exists
    (select 1 from lease other where other.cluster_id = ${into} and other.namespace = lease.namespace
      and other.name = lease.name)`.execute(tx);
  const { rows: both } = await sql<Both>`
    select a.id as old, b.id as kept, a.seen_at > b.seen_at as newer,
      case when a.first_seen_at < b.first_seen_at then a.first_seen_at else b.first_seen_at end as first
    from lease a join lease b on b.namespace = a.namespace and b.name = a.name and b.cluster_id = ${into}
    where a.cluster_id = ${from}`.execute(tx);
  for (const { old, kept, newer, first } of both) {
    await retellHandovers(tx, old, kept, into);
    await sql`delete from handover_hour where lease_id = ${old}`.execute(tx);
    await sql`delete from handover_day where lease_id = ${old}`.execute(tx);
    await joinChunks(tx, old, kept);
    await tellChangeBetween(tx, old, kept);
    for (const [table, column] of BY_LEASE) {
      await sql`delete from ${sql.table(table)} where lease_id = ${old} and ${sql.ref(column)} in
        (select ${sql.ref(column)} from ${sql.table(table)} where lease_id = ${kept})`.execute(tx);
      await sql`update ${sql.table(table)} set lease_id = ${kept} where lease_id = ${old}`.execute(tx);
    }
    await dropRepeats(tx, kept, 0);
    if (newer) await keepNewerState(tx, old, kept);
    // Whichever says what is now: all that either knows is told from then on.
    await tx.updateTable('lease').set({ first_seen_at: first }).where('id', '=', kept).execute();
    await tx.deleteFrom('lease').where('id', '=', old).execute();
  }
}

async function retellHandovers(
  tx: Transaction<Database>,
  old: number,
  kept: number,
  into: number,
): Promise<void> {
  for (;;) {
    const rows = await tx
      .selectFrom('handover')
      .select(['id', ...HANDOVER_COLUMNS])
      .where('lease_id', '=', old)
      .orderBy('at')
      .orderBy('id')
      .limit(MOST_AT_ONCE)
      .execute();
    if (rows.length === 0) return;
    const ids = sql.join(rows.map(({ id }) => sql.lit(id)));
    await sql`delete from handover where id in (${ids})`.execute(tx);
    const told = rows.map(({ id: _id, ...row }) => ({ ...row, cluster_id: into, lease_id: kept }));
    await writeHandovers(tx, into, told, CLOCKS_APART_MS);
  }
}

/** Into those of `kept`, where both have the same hours. */
async function joinChunks(tx: Transaction<Database>, old: number, kept: number): Promise<void> {
  const both = await tx
    .selectFrom('renewal_chunk as a')
    .innerJoin('renewal_chunk as b', 'b.from_minute', 'a.from_minute')
    .where('a.lease_id', '=', old)
    .where('b.lease_id', '=', kept)
    .select(['a.from_minute', 'a.data as ours', 'b.data as theirs'])
    .execute();
  for (const { from_minute, ours, theirs } of both) {
    const minutes = joinMinutes(unpackMinutes(from_minute, theirs), unpackMinutes(from_minute, ours));
    await tx
      .updateTable('renewal_chunk')
      .set({ minutes: minutes.length, data: packMinutes(from_minute, minutes) })
      .where('lease_id', '=', kept)
      .where('from_minute', '=', from_minute)
      .execute();
  }
}

/** Where one history begins after the other ended, nobody told what changed between them: it is told where it begins. */
async function tellChangeBetween(tx: Transaction<Database>, old: number, kept: number): Promise<void> {
  const [earlier, later] = await tx
    .selectFrom('lease')
    .select(['id', 'duration_ms', 'first_seen_at', 'seen_at'])
    .where('id', 'in', [old, kept])
    .orderBy('seen_at')
    .execute();
  if (earlier === undefined || later === undefined || earlier.seen_at >= later.first_seen_at) return;
  const first = await tx
    .selectFrom('duration_change')
    .select('before_ms')
    .where('lease_id', '=', later.id)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  const before_ms = earlier.duration_ms;
  const after_ms = first === undefined ? later.duration_ms : first.before_ms;
  if (before_ms === null || after_ms === null || before_ms === after_ms) return;
  await tx
    .insertInto('duration_change')
    .values({ lease_id: kept, at: later.first_seen_at, before_ms, after_ms })
    .onConflict((conflict) => conflict.columns(['lease_id', 'at']).doNothing())
    .execute();
}

async function keepNewerState(tx: Transaction<Database>, from: number, into: number): Promise<void> {
  const newer = await tx.selectFrom('lease').selectAll().where('id', '=', from).executeTakeFirstOrThrow();
  const { id: _id, cluster_id: _cluster, ...state } = newer;
  await tx.updateTable('lease').set(state).where('id', '=', into).execute();
}
