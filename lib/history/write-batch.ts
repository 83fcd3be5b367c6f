/** All of a batch in one transaction: what it says was watched holds what it says happened. */
import type { Kysely } from 'kysely';
import { lockCluster } from './cluster-lock.ts';
import { handoverRow } from './handover-row.ts';
import type { Batch } from './history.ts';
import type { Database } from './schema.ts';
import type { LostStretch } from './store-calls.ts';
import { writeAlertSilences, writeAlerts, writeDeliveries } from './write-alerts.ts';
import { writeHandovers } from './write-handovers.ts';
import { holderIds, writePlaces } from './write-holders.ts';
import { leaseIds, writeLeases } from './write-leases.ts';
import { writeDurations, writeMinutes, writeSilences, writeSlow } from './write-measures.ts';
import { missedHandovers } from './write-missed.ts';
import { writeSummed, writeWatched } from './write-watched.ts';

export type BatchWriter = {
  clusterId: number;
  instance: string;
  /** How far apart the clocks of all who write this store may be. */
  clocksApartMs: number;
};

/** False when the cluster has no row any more and nothing was written; rejects with what the database says. */
export async function writeBatch(
  db: Kysely<Database>,
  { clusterId, instance, clocksApartMs }: BatchWriter,
  batch: Batch,
  lost: readonly LostStretch[],
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const locked = await lockCluster(tx, clusterId);
    if (locked === null) return false;
    const gap = lost.at(-1);
    const missed = gap === undefined ? [] : await missedHandovers(tx, { clusterId, instance }, batch, gap);
    // What is told may have happened in the same moment, and followed it.
    const handovers = [...missed, ...batch.handovers];
    const lookup = await holderIds(tx, clusterId, identitiesOf({ ...batch, handovers }));
    const changed = await writeLeases(tx, clusterId, batch.leases, lookup);
    const durations = [...batch.durations, ...changed];
    const leases = await leaseIds(tx, clusterId, [
      ...handovers.map(({ namespace, name, leaseUid, at }) => ({ namespace, name, uid: leaseUid, at })),
      ...batch.minutes.map(({ namespace, name, minute }) => ({ namespace, name, uid: '', at: minute })),
      ...durations.map(({ namespace, name, at }) => ({ namespace, name, uid: '', at })),
    ]);
    const rows = handovers.map((handover) => handoverRow(handover, clusterId, leases.id(handover), lookup));
    await writeHandovers(tx, clusterId, rows, clocksApartMs);
    await writeMinutes(tx, batch.minutes, leases, lookup);
    await writeDurations(tx, durations, leases);
    await writeSilences(tx, clusterId, batch.silences);
    await writeSlow(tx, clusterId, batch.slow);
    await writePlaces(tx, clusterId, batch.places);
    await writeAlerts(tx, clusterId, batch.alerts);
    await writeAlertSilences(tx, clusterId, batch.alertSilences);
    await writeDeliveries(tx, clusterId, batch.deliveries);
    await writeWatched(tx, clusterId, instance, batch.watched, lost, locked.keptFrom);
    await writeSummed(tx, clusterId, instance, batch.summedTo);
    return true;
  });
}

function identitiesOf({ leases, handovers, minutes }: Batch): Set<string> {
  const identities = new Set<string>();
  const add = (identity: string | null): void => {
    if (identity !== null) identities.add(identity);
  };
  for (const { holder } of leases) add(holder);
  for (const { from, to } of handovers) {
    add(from);
    add(to);
  }
  for (const { holder } of minutes) add(holder);
  return identities;
}
