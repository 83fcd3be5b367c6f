/** `GET /api/v1/timeline/overview`: how often Leases changed hands in equal slots of a range. Epoch ms. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { TimelineFilter } from './history.ts';
import { clearEntries, createEntries, DAY_MS, HOUR_MS, parseEntries } from './lanes-entry.ts';
import { readRemovedUntil } from './removed-until.ts';
import type { Database } from './schema.ts';
import { matchingLeases } from './timeline-leases.ts';

type Range = { from: number; to: number };

/** Longer ranges are counted from sums but for their ragged ends. */
const ROWS_UP_TO_MS = DAY_MS;

export async function overview(
  db: Kysely<Database>,
  clusterId: number,
  filter: TimelineFilter,
  range: Range & { slots: number },
): Promise<{ slotMs: number; handovers: number[] }> {
  const from = Math.floor(range.from);
  const to = Math.max(from + 1, Math.floor(range.to));
  const slotMs = Math.ceil((to - from) / Math.max(1, Math.floor(range.slots)));
  const handovers = new Array<number>(Math.ceil((to - from) / slotMs)).fill(0);
  // The end of the range belongs to its last slot.
  const add = (at: number, weight: number): void => {
    const slot = Math.min(handovers.length - 1, Math.max(0, Math.floor((at - from) / slotMs)));
    handovers[slot] = (handovers[slot] ?? 0) + weight;
  };
  const leases = sql`(${matchingLeases(db, clusterId, filter, { from, to }).select('lease.id')})`;
  // Of what was before nothing is told, though some of it may not be removed yet.
  const begin = Math.max(from, await readRemovedUntil(db, clusterId));
  if (begin > to) return { slotMs, handovers };
  const full = { from: Math.ceil(begin / HOUR_MS), to: Math.floor((to + 1) / HOUR_MS) };
  const ends =
    to - begin <= ROWS_UP_TO_MS
      ? [{ from: begin, to }]
      : [
          { from: begin, to: full.from * HOUR_MS - 1 },
          { from: full.to * HOUR_MS, to },
        ];
  for (const end of ends) await addRows(db, clusterId, leases, end, { from, slotMs }, add);
  if (ends.length > 1) await addSums(db, leases, full, add);
  return { slotMs, handovers };
}

type Add = (at: number, weight: number) => void;

async function addRows(
  db: Kysely<Database>,
  clusterId: number,
  leases: ReturnType<typeof sql>,
  range: Range,
  slots: { from: number; slotMs: number },
  add: Add,
): Promise<void> {
  if (range.to < range.from) return;
  const { rows } = await sql<{ slot: number; weight: number }>`
    select (at - cast(${slots.from} as bigint)) / cast(${slots.slotMs} as bigint) as slot,
      sum(case when cause = 'unseen' and transitions_delta > 1 then transitions_delta else 1 end) as weight
    from handover
    where cluster_id = ${clusterId} and at >= ${range.from} and at <= ${range.to} and to_id is not null
      and lease_id in ${leases}
    group by 1`.execute(db);
  for (const { slot, weight } of rows) add(slots.from + slot * slots.slotMs, Number(weight));
}

/**
 * Several in one hour count where the first of them was. A day at a time, and others are answered in between: the days of
 * thousands of Leases that change hands all the time take seconds.
 */
async function addSums(
  db: Kysely<Database>,
  leases: ReturnType<typeof sql>,
  hours: Range,
  add: Add,
): Promise<void> {
  const entries = createEntries();
  for (let day = Math.floor(hours.from / 24); day * 24 < hours.to; day += 1) {
    const { rows } = await sql<{ data: string | null }>`
      select string_agg(data, '') as data from handover_day
      where day = ${day} and lease_id in ${leases}`.execute(db);
    clearEntries(entries);
    parseEntries(rows[0]?.data ?? '', day * DAY_MS, hours.from * HOUR_MS, hours.to * HOUR_MS - 1, entries);
    for (let index = 0; index < entries.length; index++) {
      add(entries.first[index] ?? 0, entries.weight[index] ?? 0);
    }
    await nextTurn();
  }
}
