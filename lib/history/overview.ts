/** `GET /api/v1/timeline/overview`: how often Leases changed hands in equal slots of a range. Epoch ms. */
import { type Kysely, sql } from 'kysely';
import { HANDOVER_WEIGHT } from './handover-row.ts';
import type { TimelineFilter } from './history.ts';
import { clearEntries, createEntries, DAY_MS, HOUR_MS, parseEntries } from './lanes-entry.ts';
import { MINUTE_MS, readMinuteTotals } from './minute-totals.ts';
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
  // Of what was before nothing is told, though some of it may not be removed yet.
  const begin = Math.max(from, await readRemovedUntil(db, clusterId));
  if (begin > to) return { slotMs, handovers };
  const slots = { start: from, slotMs };
  const leases = isOfAll(filter)
    ? null
    : sql`(${matchingLeases(db, clusterId, filter, { from, to }).select('lease.id')})`;
  const unitMs = leases === null ? MINUTE_MS : HOUR_MS;
  const full = { from: Math.ceil(begin / unitMs), to: Math.floor((to + 1) / unitMs) };
  const ends =
    to - begin <= ROWS_UP_TO_MS
      ? [{ from: begin, to }]
      : [
          { from: begin, to: full.from * unitMs - 1 },
          { from: full.to * unitMs, to },
        ];
  const counted = await Promise.all(ends.map((end) => readRows(db, clusterId, leases, end, slots)));
  if (ends.length > 1 && leases === null) counted.push(await readMinuteTotals(db, clusterId, full, slots));
  for (const { slot, weight } of counted.flat()) add(from + slot * slotMs, Number(weight));
  if (ends.length > 1 && leases !== null) await addSums(db, leases, full, add);
  return { slotMs, handovers };
}

/** Whether `moved` is asked does not matter: of those that did not move nothing is counted. */
function isOfAll({ namespaces, names, classes, q, among = null }: TimelineFilter): boolean {
  return (
    namespaces.length + names.length + classes.length === 0 && (q === null || q === '') && among === null
  );
}

type Add = (at: number, weight: number) => void;

/** `leases`: null for all of the cluster. */
async function readRows(
  db: Kysely<Database>,
  clusterId: number,
  leases: ReturnType<typeof sql> | null,
  range: Range,
  { start, slotMs }: { start: number; slotMs: number },
): Promise<{ slot: number; weight: number }[]> {
  if (range.to < range.from) return [];
  const { rows } = await sql<{ slot: number; weight: number }>`
    select (at - cast(${start} as bigint)) / cast(${slotMs} as bigint) as slot, sum(${HANDOVER_WEIGHT}) as weight
    from handover
    where cluster_id = ${clusterId} and at >= ${range.from} and at <= ${range.to} and to_id is not null
      ${leases === null ? sql`` : sql`and lease_id in ${leases}`}
    group by 1`.execute(db);
  return rows;
}

/** Several in one hour count where the first of them was. */
async function addSums(
  db: Kysely<Database>,
  leases: ReturnType<typeof sql>,
  hours: Range,
  add: Add,
): Promise<void> {
  const { rows } = await sql<{ day: number; data: string }>`
    select day, string_agg(data, '') as data from handover_day
    where day >= ${Math.floor(hours.from / 24)} and day <= ${Math.floor((hours.to - 1) / 24)} and lease_id in ${leases}
    group by day`.execute(db);
  const entries = createEntries();
  for (const { day, data } of rows) {
    clearEntries(entries);
    parseEntries(data, day * DAY_MS, hours.from * HOUR_MS, hours.to * HOUR_MS - 1, entries);
    for (let index = 0; index < entries.length; index++) {
      add(entries.first[index] ?? 0, entries.weight[index] ?? 0);
    }
  }
}
