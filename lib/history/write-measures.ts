/** Renewals by minute, slow minutes, silences and changed durations: what two replicas tell becomes one row. */
import { sql, type Transaction } from 'kysely';
import type { DurationChange, RenewalMinute, Silence, SlowMinute } from './history.ts';
import type { Database } from './schema.ts';
import { inSteps, lastOfEach, storable, whole } from './stored.ts';
import type { HolderLookup } from './write-holders.ts';
import type { LeaseIds } from './write-leases.ts';

const MINUTE_MS = 60_000;

const KNOWN_BY_MORE = ['count', 'offset_lower_ms', 'offset_upper_ms', 'holder_id'] as const;

/** Who counted more of a minute knows more of it; the worst gap was there, whoever saw it. */
export async function writeMinutes(
  tx: Transaction<Database>,
  minutes: readonly RenewalMinute[],
  leases: LeaseIds,
  holders: HolderLookup,
): Promise<void> {
  const rows = minutes
    .map((minute) => ({
      lease_id: leases.id(minute),
      minute: Math.floor(minute.minute / MINUTE_MS),
      count: minute.count,
      max_gap_ms: whole(minute.maxGapMs),
      offset_lower_ms: whole(minute.offsetLowerMs),
      offset_upper_ms: whole(minute.offsetUpperMs),
      holder_id: holders.id(minute.holder),
    }))
    .sort((a, b) => a.count - b.count);
  for (const some of inSteps(lastOfEach(rows, ({ lease_id, minute }) => `${lease_id}/${minute}`))) {
    await tx
      .insertInto('renewal_minute')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['lease_id', 'minute']).doUpdateSet({
          ...Object.fromEntries(KNOWN_BY_MORE.map((column) => [column, ofMore(column)])),
          max_gap_ms: sql`case when renewal_minute.max_gap_ms is null
            or excluded.max_gap_ms > renewal_minute.max_gap_ms
            then excluded.max_gap_ms else renewal_minute.max_gap_ms end`,
        }),
      )
      .execute();
  }
}

function ofMore(column: (typeof KNOWN_BY_MORE)[number]) {
  return sql`case when excluded.count > renewal_minute.count
    then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`renewal_minute.${column}`)} end`;
}

export async function writeSlow(
  tx: Transaction<Database>,
  clusterId: number,
  slow: readonly SlowMinute[],
): Promise<void> {
  const rows = slow
    .map(({ minute, late, of }) => ({
      cluster_id: clusterId,
      minute: Math.floor(minute / MINUTE_MS),
      late,
      of,
    }))
    .sort((a, b) => a.late - b.late);
  for (const some of inSteps(lastOfEach(rows, ({ minute }) => `${minute}`))) {
    await tx
      .insertInto('slow_minute')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'minute'])
          .doUpdateSet((eb) => ({ late: eb.ref('excluded.late'), of: eb.ref('excluded.of') }))
          .where('slow_minute.late', '<', (eb) => eb.ref('excluded.late')),
      )
      .execute();
  }
}

/** Stretches of one heartbeat that touch are one: each replica saw it begin and end a little apart. */
export async function writeSilences(
  tx: Transaction<Database>,
  clusterId: number,
  silences: readonly Silence[],
): Promise<void> {
  for (const silence of silences) {
    const name = { namespace: storable(silence.namespace), name: storable(silence.name) };
    const told = { from: whole(silence.from), to: whole(silence.to) };
    const touching = tx
      .selectFrom('silence')
      .select(['from_at', 'to_at'])
      .where('cluster_id', '=', clusterId)
      .where('namespace', '=', name.namespace)
      .where('name', '=', name.name)
      .where('from_at', '<=', told.to)
      .where('to_at', '>=', told.from);
    const others = (await touching.execute()).filter((other) => isSame(other, told));
    for (const { from_at } of others) {
      await tx
        .deleteFrom('silence')
        .where('cluster_id', '=', clusterId)
        .where('namespace', '=', name.namespace)
        .where('name', '=', name.name)
        .where('from_at', '=', from_at)
        .execute();
    }
    await tx
      .insertInto('silence')
      .values({
        cluster_id: clusterId,
        ...name,
        from_at: Math.min(told.from, ...others.map(({ from_at }) => from_at)),
        to_at: Math.max(told.to, ...others.map(({ to_at }) => to_at)),
      })
      .execute();
  }
}

/**
 * Told again with a later end, or by another replica: then most of the shorter one lies in both. Two silences in a
 * row share only the renewal between them.
 */
function isSame(a: { from_at: number; to_at: number }, b: { from: number; to: number }): boolean {
  const both = Math.min(a.to_at, b.to) - Math.max(a.from_at, b.from);
  const shorter = Math.min(a.to_at - a.from_at, b.to - b.from);
  return both * 2 >= shorter && (both > 0 || shorter === 0);
}

/** A change to what the duration is already was told by somebody else a moment before. */
export async function writeDurations(
  tx: Transaction<Database>,
  durations: readonly DurationChange[],
  leases: LeaseIds,
): Promise<void> {
  const rows = lastOfEach(
    durations.map((change) => ({
      lease_id: leases.id(change),
      at: whole(change.at),
      before_ms: whole(change.beforeMs),
      after_ms: whole(change.afterMs),
    })),
    ({ lease_id, at }) => `${lease_id}/${at}`,
  );
  for (const some of inSteps(rows)) {
    await tx
      .insertInto('duration_change')
      .values(some)
      .onConflict((conflict) => conflict.columns(['lease_id', 'at']).doNothing())
      .execute();
  }
  for (const [leaseId, changes] of Map.groupBy(rows, ({ lease_id }) => lease_id)) {
    await dropRepeats(tx, leaseId, Math.min(...changes.map(({ at }) => at)));
  }
}

/** `since`: changes from then on may be new. */
export async function dropRepeats(tx: Transaction<Database>, leaseId: number, since: number): Promise<void> {
  const ofLease = tx.selectFrom('duration_change').selectAll().where('lease_id', '=', leaseId);
  const [before] = await ofLease.where('at', '<', since).orderBy('at', 'desc').limit(1).execute();
  const following = await ofLease.where('at', '>=', since).orderBy('at').execute();
  let last = before;
  for (const change of following) {
    if (last !== undefined && last.after_ms === change.after_ms) {
      await tx
        .deleteFrom('duration_change')
        .where('lease_id', '=', leaseId)
        .where('at', '=', change.at)
        .execute();
    } else last = change;
  }
}
