/** Handovers with a `to`, summed up by Lease and hour: added to where rows only came, made anew where one changed. */
import { sql, type Transaction } from 'kysely';
import { HANDOVER_WEIGHT, type HandoverRow, weightOf } from './handover-row.ts';
import { refreshDays } from './lanes-days.ts';
import type { Database } from './schema.ts';
import { HOUR_MS, inSteps } from './stored.ts';

type Hour = { lease_id: number; hour: number };
type Sum = Database['handover_hour'];

export type HourChanges = {
  /** From `before` to `after`; null: not there. */
  changed(before: HandoverRow | null, after: HandoverRow | null): void;
  write(tx: Transaction<Database>): Promise<void>;
};

export function createHourChanges(): HourChanges {
  const added: HandoverRow[] = [];
  const stale = new Map<string, Hour>();
  const touched = new Map<string, Hour>();
  const touch = (row: HandoverRow): void => {
    touched.set(hourKey(hourOf(row)), hourOf(row));
  };
  const spoil = (row: HandoverRow): void => {
    touch(row);
    stale.set(hourKey(hourOf(row)), hourOf(row));
  };
  return {
    changed(before, after) {
      if (before !== null && before.to_id !== null) spoil(before);
      if (after === null || after.to_id === null) return;
      if (before === null || before.to_id === null) {
        touch(after);
        added.push(after);
      } else spoil(after);
    },
    async write(tx) {
      await addSums(tx, sums(added.filter((row) => !stale.has(hourKey(hourOf(row))))));
      for (const hour of stale.values()) await sumHour(tx, hour);
      await refreshDays(tx, touched.values());
    },
  };
}

function hourOf({ lease_id, at }: HandoverRow): Hour {
  return { lease_id, hour: Math.floor(at / HOUR_MS) };
}

function hourKey({ lease_id, hour }: Hour): string {
  return `${lease_id}/${hour}`;
}

function sums(rows: readonly HandoverRow[]): Sum[] {
  const found = new Map<string, Sum>();
  for (const row of rows) {
    const hour = hourOf(row);
    const sum = found.get(hourKey(hour));
    found.set(hourKey(hour), sum === undefined ? sumOf(hour, row) : plus(sum, row));
  }
  return [...found.values()];
}

function sumOf(hour: Hour, row: HandoverRow): Sum {
  return {
    ...hour,
    count: 1,
    weight: weightOf(row),
    first_at: row.at,
    last_at: row.at,
    last_to_id: row.to_id,
    vacant_ms: row.vacant_ms,
    last_cause: row.cause,
  };
}

function plus(sum: Sum, row: HandoverRow): Sum {
  const isLast = row.at >= sum.last_at;
  return {
    ...sum,
    count: sum.count + 1,
    weight: sum.weight + weightOf(row),
    first_at: Math.min(sum.first_at, row.at),
    last_at: Math.max(sum.last_at, row.at),
    last_to_id: isLast ? row.to_id : sum.last_to_id,
    last_cause: isLast ? row.cause : sum.last_cause,
    vacant_ms:
      row.vacant_ms === null || sum.vacant_ms === null
        ? (row.vacant_ms ?? sum.vacant_ms)
        : Math.max(row.vacant_ms, sum.vacant_ms),
  };
}

async function addSums(tx: Transaction<Database>, rows: readonly Sum[]): Promise<void> {
  const newer = sql`excluded.last_at >= handover_hour.last_at`;
  for (const some of inSteps(rows)) {
    await tx
      .insertInto('handover_hour')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['lease_id', 'hour']).doUpdateSet({
          count: sql`handover_hour.count + excluded.count`,
          weight: sql`handover_hour.weight + excluded.weight`,
          first_at: sql`case when excluded.first_at < handover_hour.first_at then excluded.first_at else handover_hour.first_at end`,
          last_at: sql`case when ${newer} then excluded.last_at else handover_hour.last_at end`,
          last_to_id: sql`case when ${newer} then excluded.last_to_id else handover_hour.last_to_id end`,
          last_cause: sql`case when ${newer} then excluded.last_cause else handover_hour.last_cause end`,
          vacant_ms: sql`case when handover_hour.vacant_ms is null or excluded.vacant_ms > handover_hour.vacant_ms
            then excluded.vacant_ms else handover_hour.vacant_ms end`,
        }),
      )
      .execute();
  }
}

async function sumHour(tx: Transaction<Database>, { lease_id: leaseId, hour }: Hour): Promise<void> {
  await tx.deleteFrom('handover_hour').where('lease_id', '=', leaseId).where('hour', '=', hour).execute();
  await sql`
    insert into handover_hour
      (lease_id, hour, count, weight, first_at, last_at, last_to_id, vacant_ms, last_cause)
    select lease_id, hour, count(*),
      sum(${HANDOVER_WEIGHT}),
      min(at), max(at), max(case when place = 1 then to_id end), max(vacant_ms),
      max(case when place = 1 then cause end)
    from (
      select lease_id, at / 3600000 as hour, at, to_id, cause, vacant_ms, transitions_delta,
        row_number() over (partition by at / 3600000 order by at desc, id desc) as place
      from handover
      where lease_id = ${leaseId} and to_id is not null
        and at >= ${hour * HOUR_MS} and at < ${(hour + 1) * HOUR_MS}
    ) as rows_of_hours
    group by lease_id, hour`.execute(tx);
}
