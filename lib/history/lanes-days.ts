/**
 * A UTC day of a Lease's hourly sums in one row of text (`lanes-entry.ts`, base: the day's beginning): a month of
 * 200 Leases is 6,000 rows to read instead of up to 144,000. Whoever writes or removes rows of `handover_hour`
 * calls one of these in the same transaction, after it.
 */
import { type Kysely, sql } from 'kysely';
import { idIn } from './lanes-ids.ts';
import type { Database } from './schema.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const MOST_IDS = 1000;

/** For the hours that one batch touched: two statements a day, however many Leases. */
export async function refreshDays(
  db: Kysely<Database>,
  touched: Iterable<{ lease_id: number; hour: number }>,
): Promise<void> {
  const leases = new Map<number, Set<number>>();
  for (const { lease_id, hour } of touched) {
    const day = Math.floor(hour / 24);
    const ids = leases.get(day) ?? new Set();
    leases.set(day, ids.add(lease_id));
  }
  for (const [day, ids] of leases) await refreshDayRange(db, [...ids], day, day);
}

/** All days from `fromDay` to `toDay` (epoch ms / 86,400,000), both included, of these Leases. */
export async function refreshDayRange(
  db: Kysely<Database>,
  leaseIds: readonly number[],
  fromDay: number,
  toDay: number,
): Promise<void> {
  for (let start = 0; start < leaseIds.length; start += MOST_IDS) {
    const ids = leaseIds.slice(start, start + MOST_IDS);
    await db
      .deleteFrom('handover_day')
      .where(idIn('lease_id', ids))
      .where('day', '>=', fromDay)
      .where('day', '<=', toDay)
      .execute();
    await sql`
      insert into handover_day (lease_id, day, count, weight, data)
      select lease_id, hour / 24, sum(count), sum(weight),
        string_agg(
          cast(first_at - (hour / 24) * 86400000 as text) || ','
          || case when last_at = first_at then '' else cast(last_at - first_at as text) end || ','
          || case when count = 1 then '' else cast(count as text) end || ','
          || case when weight = count then '' else cast(weight as text) end || ','
          || cast(last_to_id as text) || ','
          || case when vacant_ms is null then '' else cast(vacant_ms as text) end || ','
          || substr(last_cause, 1, 3) || ';', '' order by hour)
      from handover_hour
      where ${idIn('lease_id', ids)} and hour >= ${fromDay * 24} and hour < ${(toDay + 1) * 24}
        and last_to_id is not null
      group by lease_id, hour / 24`.execute(db);
  }
}
