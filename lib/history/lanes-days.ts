/**
 * A day of a Lease's hourly sums in one row of text (`lanes-entry.ts`, base: the day's beginning): a month of
 * 200 Leases is 6,000 rows to read instead of up to 144,000.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/**
 * What this needs beside the other tables: columns (lease_id, day, count, weight: number!; data: text!), key
 * (lease_id, day); and that handovers which nobody followed can be found among many others.
 */
export const OPEN_HANDOVER_INDEX = sql`create index handover_open on handover (lease_id, at) where to_id is null`;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Writes days anew from their hours; to be called in the transaction that changed `handover_hour`, after it.
 * A day whose hours are all gone goes too.
 */
export async function refreshDays(
  db: Kysely<Database>,
  touched: readonly { leaseId: number; day: number }[],
): Promise<void> {
  for (const { leaseId, day } of touched) {
    await db.deleteFrom('handover_day').where('lease_id', '=', leaseId).where('day', '=', day).execute();
    await sql`
      insert into handover_day (lease_id, day, count, weight, data)
      select lease_id, cast(${day} as bigint), sum(count), sum(weight),
        string_agg(
          cast(first_at - cast(${day * DAY_MS} as bigint) as text) || ','
          || case when last_at = first_at then '' else cast(last_at - first_at as text) end || ','
          || case when count = 1 then '' else cast(count as text) end || ','
          || case when weight = count then '' else cast(weight as text) end || ','
          || cast(last_to_id as text) || ','
          || case when vacant_ms is null then '' else cast(vacant_ms as text) end || ','
          || substr(last_cause, 1, 3) || ';', '' order by hour)
      from handover_hour
      where lease_id = ${leaseId} and hour >= ${day * 24} and hour < ${(day + 1) * 24}
        and last_to_id is not null
      group by lease_id`.execute(db);
  }
}
