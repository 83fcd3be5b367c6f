/**
 * A UTC day of a Lease's hourly sums in one row of text (`lanes-entry.ts`, base: the day's beginning): a month of
 * 200 Leases is 6,000 rows to read instead of up to 144,000; `brief` is what many busy Leases are drawn from.
 * Whoever writes or removes rows of `handover_hour` calls one of these in the same transaction, after it.
 */
import { type Kysely, sql } from 'kysely';
import { idIn } from './lanes-ids.ts';
import type { Database } from './schema.ts';

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
    const range = sql`${idIn('lease_id', ids)} and hour >= ${fromDay * 24} and hour < ${(toDay + 1) * 24}
      and last_to_id is not null`;
    await sql`
      insert into handover_day (lease_id, day, count, weight, data, brief)
      select data.lease_id, data.day, data.count, data.weight, data.text, nullif(brief.text, data.text)
      from (${days(sql`select *, hour as block from handover_hour where ${range}`)}) data
      join (${days(blocks(range))}) brief on brief.lease_id = data.lease_id and brief.day = data.day`.execute(
      db,
    );
  }
}

type Query = ReturnType<typeof sql>;

/** A row a Lease and day, of sums in the order of their blocks. */
function days(sums: Query): Query {
  return sql`select lease_id, hour / 24 as day, sum(count) as count, sum(weight) as weight,
      string_agg(
        cast(first_at - (hour / 24) * 86400000 as text) || ','
        || case when last_at = first_at then '' else cast(last_at - first_at as text) end || ','
        || case when count = 1 then '' else cast(count as text) end || ','
        || case when weight = count then '' else cast(weight as text) end || ','
        || cast(last_to_id as text) || ','
        || case when vacant_ms is null then '' else cast(vacant_ms as text) end || ','
        || substr(last_cause, 1, 3) || ';', '' order by block) as text
    from (${sums}) sums group by lease_id, hour / 24`;
}

/** Sums of half a day where at least three hours of it have any, else of the hours. The vacancy is the first hour's. */
function blocks(range: Query): Query {
  return sql`select lease_id, block, min(hour) as hour, min(first_at) as first_at, max(last_at) as last_at,
      sum(count) as count, sum(weight) as weight, max(case when is_last = 1 then last_to_id end) as last_to_id,
      max(case when is_first = 1 then vacant_ms end) as vacant_ms,
      max(case when is_last = 1 then last_cause end) as last_cause
    from (
      select *, case when busy >= 3 then hour / 12 * 12 else hour end as block,
        case when busy >= 3 then later else 1 end as is_last, case when busy >= 3 then earlier else 1 end as is_first
      from (
        select *, count(*) over (partition by lease_id, hour / 12) as busy,
          row_number() over (partition by lease_id, hour / 12 order by hour desc) as later,
          row_number() over (partition by lease_id, hour / 12 order by hour) as earlier
        from handover_hour where ${range}
      ) counted
    ) placed group by lease_id, block`;
}
