/** Stores each handover exactly once, whoever tells it and however often. */
import { sql, type Transaction } from 'kysely';
import { compareTellings, type HandoverRow } from './handover-row.ts';
import { createHourChanges } from './hour-sums.ts';
import { createMinuteTotals } from './minute-totals.ts';
import { reconcileUnseen } from './reconcile-unseen.ts';
import type { Database } from './schema.ts';
import { HOUR_MS, inSteps } from './stored.ts';

/** How far around new handovers one that was not seen may lie and yet speak of the same change. */
const AROUND_MS = HOUR_MS;

/** All that a row has but its number. */
export const HANDOVER_COLUMNS = [
  'cluster_id',
  'lease_id',
  'key',
  'lease_uid',
  'at',
  'from_id',
  'to_id',
  'cause',
  'certainty',
  'silent_ms',
  'vacant_ms',
  'transitions_delta',
  'counted_delta',
  'transitions_after',
  'coordinated',
  'unwatched_from',
  'unwatched_to',
  'evidence',
] as const satisfies readonly (keyof HandoverRow)[];

/**
 * `rows` as their replica tells them, in any order, of one cluster. `clocksApartMs`: of all who write this store.
 */
export async function writeHandovers(
  tx: Transaction<Database>,
  clusterId: number,
  rows: readonly HandoverRow[],
  clocksApartMs: number,
): Promise<void> {
  const told = new Map<string, HandoverRow>();
  for (const row of rows) {
    const other = told.get(row.key);
    if (other === undefined || compareTellings(row, other) < 0) told.set(row.key, row);
  }
  const stored = await storedRows(tx, clusterId, [...told.keys()]);
  const hours = createHourChanges();
  const totals = createMinuteTotals(clusterId);
  const changed = (before: HandoverRow | null, after: HandoverRow | null): void => {
    hours.changed(before, after);
    totals.changed(before, after);
  };
  const better: HandoverRow[] = [];
  for (const row of told.values()) {
    const before = stored.get(row.key) ?? null;
    if (before !== null && compareTellings(before, row) <= 0) continue;
    better.push(row);
    changed(before, row);
  }
  await upsert(tx, better);
  for (const { row, unseen, seen } of await toReconcile(tx, better)) {
    const { gone, changed: others } = reconcileUnseen(unseen, seen, clocksApartMs);
    if (gone.length + others.length === 0) continue;
    const before = new Map(unseen.map((it) => [it.key, it]));
    for (const it of gone) changed(it, null);
    for (const it of others) changed(before.get(it.key) ?? null, it);
    if (gone.length > 0) {
      await tx
        .deleteFrom('handover')
        .where('cluster_id', '=', row.cluster_id)
        .where(
          'key',
          'in',
          gone.map(({ key }) => key),
        )
        .execute();
    }
    await upsert(tx, others);
  }
  await hours.write(tx);
  await totals.write(tx);
}

async function storedRows(
  tx: Transaction<Database>,
  clusterId: number,
  keys: readonly string[],
): Promise<Map<string, HandoverRow>> {
  const found = new Map<string, HandoverRow>();
  for (const some of inSteps(keys)) {
    const rows = await tx
      .selectFrom('handover')
      .select(HANDOVER_COLUMNS)
      .where('cluster_id', '=', clusterId)
      .where('key', 'in', some)
      .execute();
    for (const row of rows) found.set(row.key, row);
  }
  return found;
}

async function upsert(tx: Transaction<Database>, rows: readonly HandoverRow[]): Promise<void> {
  for (const some of inSteps(rows)) {
    await tx
      .insertInto('handover')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'key'])
          .doUpdateSet((eb) =>
            Object.fromEntries(HANDOVER_COLUMNS.map((name) => [name, eb.ref(`excluded.${name}`)])),
          ),
      )
      .execute();
  }
}

type Group = { row: HandoverRow; unseen: HandoverRow[]; seen: HandoverRow[] };

/** For each object that changed hands: what was not seen around these rows, and what was seen meanwhile. */
async function toReconcile(tx: Transaction<Database>, rows: readonly HandoverRow[]): Promise<Group[]> {
  const leases = new Map<number, { from: number; to: number }>();
  for (const { lease_id, at, unwatched_from } of rows) {
    const range = leases.get(lease_id) ?? { from: at, to: at };
    leases.set(lease_id, {
      from: Math.min(range.from, unwatched_from ?? at),
      to: Math.max(range.to, at),
    });
  }
  const groups: Group[] = [];
  for (const some of inSteps([...leases.keys()])) {
    const earliest = Math.min(...some.map((id) => leases.get(id)?.from ?? 0)) - AROUND_MS;
    const unseen = await tx
      .selectFrom('handover')
      .select(HANDOVER_COLUMNS)
      // Said as the index says it: a parameter would not be recognised.
      .where(sql<boolean>`cause = 'unseen'`)
      .where('lease_id', 'in', some)
      .where('at', '>=', earliest)
      .execute();
    for (const about of Map.groupBy(
      unseen,
      ({ lease_id, lease_uid }) => `${lease_id}/${lease_uid}`,
    ).values()) {
      const group = await groupOf(tx, about, leases);
      if (group !== null) groups.push(group);
    }
  }
  return groups;
}

async function groupOf(
  tx: Transaction<Database>,
  unseen: readonly HandoverRow[],
  leases: ReadonlyMap<number, { from: number; to: number }>,
): Promise<Group | null> {
  const [row] = unseen;
  const range = row === undefined ? undefined : leases.get(row.lease_id);
  if (row === undefined || range === undefined) return null;
  const near = unseen.filter(
    ({ at, unwatched_from }) =>
      at >= range.from - AROUND_MS && (unwatched_from ?? at) <= range.to + AROUND_MS,
  );
  if (near.length === 0) return null;
  const from = Math.min(...near.map(({ at, unwatched_from }) => unwatched_from ?? at)) - AROUND_MS;
  const to = Math.max(...near.map(({ at, unwatched_to }) => unwatched_to ?? at)) + AROUND_MS;
  const seen = await tx
    .selectFrom('handover')
    .select(HANDOVER_COLUMNS)
    .where('lease_id', '=', row.lease_id)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .where('lease_uid', '=', row.lease_uid)
    .where('cause', '<>', 'unseen')
    .execute();
  return { row, unseen: near, seen };
}
