/** When holders stood in their Leases past their durations and renewed after all, or have not yet. Epoch ms. */
import { type Kysely, sql } from 'kysely';
import { joinStretches, type Stretch } from '../lease/stretches.ts';
import type { Silence } from './history.ts';
import { idIn, idTable } from './lanes-ids.ts';
import type { Database } from './schema.ts';

/** Of one page, the longest: silences are few, and what is short no picture shows. */
const MOST_SILENCES = 1000;

type SilentLease = { id: number; namespace: string; name: string; duration_ms: number | null };

/**
 * By Lease and in order: the parts of its silences that lie past its duration of that time, of silences that
 * touch the range and are longer than `leastMs`. `present`: what is silent right now, from its last renewal on.
 */
export async function readExpired(
  db: Kysely<Database>,
  leases: readonly SilentLease[],
  range: Stretch,
  {
    leastMs,
    most = MOST_SILENCES,
    present = [],
  }: { leastMs: number; most?: number; present?: readonly Silence[] },
): Promise<Map<number, Stretch[]>> {
  const found = await readSilences(db, leases, range, leastMs, most);
  for (const { namespace, name, from, to } of present) {
    const lease = leases.find((one) => one.name === name && one.namespace === namespace);
    if (lease !== undefined && from < range.to) addTo(found, lease.id, { from, to });
  }
  const changes = await readChanges(db, [...found.keys()]);
  const expired = new Map<number, Stretch[]>();
  for (const lease of leases) {
    const silences = found.get(lease.id);
    if (silences === undefined) continue;
    const parts = silences.flatMap(({ from, to }) => {
      const durationMs = durationAt(changes.get(lease.id) ?? [], lease.duration_ms, from);
      return durationMs === null ? [] : [{ from: from + durationMs, to }];
    });
    expired.set(lease.id, joinStretches(parts));
  }
  return expired;
}

/** From the last renewal before to the one that ended it; longest first where they are too many. */
async function readSilences(
  db: Kysely<Database>,
  leases: readonly SilentLease[],
  range: Stretch,
  leastMs: number,
  most: number,
): Promise<Map<number, Stretch[]>> {
  const found = new Map<number, Stretch[]>();
  if (leases.length === 0) return found;
  const ids = leases.map(({ id }) => id);
  const { rows } = await sql<{ lease_id: number; from_at: number; to_at: number }>`
    select lease.id as lease_id, silence.from_at, silence.to_at
    from ${idTable(db, 'asked', ids)} join lease using (id) join silence on silence.cluster_id = lease.cluster_id
      and silence.namespace = lease.namespace and silence.name = lease.name
    where silence.from_at < ${range.to} and silence.to_at > ${range.from}
      and silence.to_at - silence.from_at > ${leastMs}
    order by silence.to_at - silence.from_at desc limit ${most}`.execute(db);
  for (const { lease_id, from_at, to_at } of rows) addTo(found, lease_id, { from: from_at, to: to_at });
  return found;
}

type Change = { at: number; before_ms: number | null; after_ms: number | null };

/** Oldest first. */
async function readChanges(db: Kysely<Database>, ids: readonly number[]): Promise<Map<number, Change[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('duration_change')
    .select(['lease_id', 'at', 'before_ms', 'after_ms'])
    .where(idIn('lease_id', ids))
    .orderBy('at')
    .execute();
  return Map.groupBy(rows, ({ lease_id }) => lease_id);
}

/** `now`: what it is when nothing changed it since. */
function durationAt(changes: readonly Change[], now: number | null, at: number): number | null {
  const before = changes.findLast((change) => change.at <= at);
  if (before !== undefined) return before.after_ms;
  const [first] = changes;
  return first === undefined ? now : first.before_ms;
}

function addTo(found: Map<number, Stretch[]>, id: number, stretch: Stretch): void {
  const own = found.get(id);
  if (own === undefined) found.set(id, [stretch]);
  else own.push(stretch);
}
