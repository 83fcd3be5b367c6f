/**
 * Handovers with a `to` of all Leases of a cluster, by minute. Whoever writes or removes rows of `handover` keeps it true
 * in the same transaction; rows from before what is kept may be gone earlier or later, for nobody is told of them. What a
 * version before this table writes into the same database is not in it.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { HANDOVER_WEIGHT, type HandoverRow, weightOf } from './handover-row.ts';
import type { Database } from './schema.ts';
import { inSteps } from './stored.ts';

export const MINUTE_MS = 60_000;

export type MinuteTotals = {
  /** From `before` to `after`; null: not there. */
  changed(before: HandoverRow | null, after: HandoverRow | null): void;
  write(tx: Transaction<Database>): Promise<void>;
};

export function createMinuteTotals(clusterId: number): MinuteTotals {
  const changes = new Map<number, number>();
  const count = (row: HandoverRow | null, sign: 1 | -1): void => {
    if (row === null || row.to_id === null) return;
    const minute = Math.floor(row.at / MINUTE_MS);
    changes.set(minute, (changes.get(minute) ?? 0) + sign * weightOf(row));
  };
  return {
    changed(before, after) {
      count(before, -1);
      count(after, 1);
    },
    async write(tx) {
      const rows = [...changes]
        .filter(([, weight]) => weight !== 0)
        .map(([minute, weight]) => ({ cluster_id: clusterId, minute, weight }));
      for (const some of inSteps(rows)) {
        await tx
          .insertInto('handover_minute')
          .values(some)
          .onConflict((conflict) =>
            conflict
              .columns(['cluster_id', 'minute'])
              .doUpdateSet({ weight: sql`handover_minute.weight + excluded.weight` }),
          )
          .execute();
      }
    },
  };
}

/** Before the handovers of `from` become those of `into`. */
export async function mergeMinuteTotals(
  tx: Transaction<Database>,
  from: number,
  into: number,
): Promise<void> {
  await sql`insert into handover_minute (cluster_id, minute, weight)
    select cast(${into} as bigint), at / ${sql.lit(MINUTE_MS)}, sum(${HANDOVER_WEIGHT})
    from handover where cluster_id = ${from} and to_id is not null group by at / ${sql.lit(MINUTE_MS)}
    on conflict (cluster_id, minute) do update set weight = handover_minute.weight + excluded.weight`.execute(
    tx,
  );
  await tx.deleteFrom('handover_minute').where('cluster_id', '=', from).execute();
}

/** Whole minutes, the second not included, by slots of `slotMs` after `start`: each counts where it begins. */
export async function readMinuteTotals(
  db: Kysely<Database>,
  clusterId: number,
  minutes: { from: number; to: number },
  { start, slotMs }: { start: number; slotMs: number },
): Promise<{ slot: number; weight: number }[]> {
  const { rows } = await sql<{ slot: number; weight: number }>`
    select (minute * ${sql.lit(MINUTE_MS)} - cast(${start} as bigint)) / cast(${slotMs} as bigint) as slot,
      sum(weight) as weight
    from handover_minute
    where cluster_id = ${clusterId} and minute >= ${minutes.from} and minute < ${minutes.to} and weight > 0
    group by 1`.execute(db);
  return rows;
}
