/** `GET /api/v1/leases/{namespace}/{name}/insight`: what a range of one Lease amounts to. Epoch ms, ms. */
import { type Kysely, sql } from 'kysely';
import type { HandoverCause } from '../lease/handover.ts';
import { clipStretches, intersectStretches, lengthMs } from '../lease/stretches.ts';
import type { LeaseInsight } from '../view/insight.ts';
import { blindOf, readWatching, watchedOf } from './blind-spots.ts';
import type { LeaseName, WatchedStretch } from './history.ts';
import { readDurations } from './insight-durations.ts';
import { headroomTrend, overdueMs, spreadOf, usualGapMs } from './insight-measures.ts';
import { laneBegin } from './lanes-begin.ts';
import { drawnLane } from './lanes-draw.ts';
import { causeAt, type Entries } from './lanes-entry.ts';
import { createEntryReader, readHandovers } from './lanes-read.ts';
import { readExpired } from './lanes-silences.ts';
import { readRemovedUntil, renewalsRemovedUntil } from './removed-until.ts';
import { readMinutes } from './renewal-reads.ts';
import type { Database } from './schema.ts';
import { storable } from './stored.ts';

type Range = { from: number; to: number };
export type InsightRange = Range & {
  now: number;
  watching: readonly WatchedStretch[];
  /** It is past its duration right now, and has been since; of that the store knows nothing before it ends. */
  expiredSince: number | null;
};

export async function insight(
  db: Kysely<Database>,
  clusterId: number,
  name: LeaseName,
  { from, to, now, watching: present, expiredSince }: InsightRange,
): Promise<Omit<LeaseInsight, 'asOf'>> {
  const range = { from: Math.floor(from), to: Math.max(Math.floor(from), Math.floor(Math.min(to, now))) };
  const lease = await db
    .selectFrom('lease')
    .select(['id', 'namespace', 'name', 'holder_id', 'duration_ms', 'open_key'])
    .select(['first_seen_at', 'seen_at', 'gone_at'])
    .where('cluster_id', '=', clusterId)
    .where('namespace', '=', storable(name.namespace))
    .where('name', '=', storable(name.name))
    .executeTakeFirst();
  if (lease === undefined) return nothingKnown({ from, to });
  const keptFrom = await readRemovedUntil(db, clusterId);
  const begin = Math.min(range.to, Math.max(range.from, keptFrom, lease.first_seen_at));
  // The vacancy that a deletion began lasts until somebody creates it again.
  const goneAt = lease.open_key === null ? lease.gone_at : null;
  const known = { from: begin, to: Math.max(begin, Math.min(range.to, goneAt ?? range.to)) };
  const watching = await readWatching(db, clusterId, known, present);
  const watched = clipStretches(watchedOf(watching, name.namespace), known);
  const renewalsFrom = await renewalsRemovedUntil(db, clusterId);
  const renewed = { from: Math.max(known.from, renewalsFrom), to: known.to };
  const handovers = await readHandovers(db, [lease.id], known, 1, { mostRows: Number.POSITIVE_INFINITY });
  const silentAfterExpiry = await timesOf(db, lease.id, known, 'expiry');
  const vacantAfterRelease = await timesOf(db, lease.id, known, 'release');
  // Two at once, on PostgreSQL: writes need its connections too.
  const [minutes, silences] = await Promise.all([
    readMinutes(db, lease.id, renewed).then((parts) => [...parts].flat()),
    readExpired(db, [lease], known, { leastMs: 0, most: Number.MAX_SAFE_INTEGER }),
  ]);
  const durations = await readDurations(db, lease, known);
  const lane = handovers.get(lease.id);
  const expired = silences.get(lease.id) ?? [];
  const entries = createEntryReader()(lane ?? { texts: [], specials: [], before: null, following: null });
  const following = lane?.following ?? null;
  const first = laneBegin(lease, lane?.before ?? null, entries, known);
  const leaderless = drawnLane({
    ...first,
    to: known.to,
    pointMs: 1,
    denseMs: 1,
    entries,
    following,
    expired,
  }).filter(({ type }) => type === 'vacancy' || type === 'expired');
  const overdue = expiredSince === null ? [] : clipStretches([{ from: expiredSince, to: now }], known);
  const watchedMs = lengthMs(watched);
  const vacantMs = lengthMs(intersectStretches([...leaderless, ...overdue], watched));
  const leaderlessMs = Math.min(watchedMs, vacantMs + overdueMs(minutes, durations, expired));
  return {
    from,
    to,
    watchedMs,
    blindMs: lengthMs(clipStretches(blindOf(watching, name.namespace), known)),
    leaderlessMs,
    availability: watchedMs === 0 ? null : 1 - leaderlessMs / watchedMs,
    handovers: byCause(entries),
    silentAfterExpiry: spreadOf(silentAfterExpiry),
    vacantAfterRelease: spreadOf(vacantAfterRelease),
    renewalsFrom: renewalsFrom > known.from ? renewalsFrom : null,
    durations,
    worstGapMs: minutes.reduce<number | null>(
      (worst, { max_gap_ms }) => (max_gap_ms === null ? worst : Math.max(worst ?? 0, max_gap_ms)),
      null,
    ),
    usualGapMs: usualGapMs(minutes),
    headroomTrend: headroomTrend(minutes, durations, range),
  };
}

/** An `unseen` one as often as the counter rose. */
function byCause(entries: Entries): Record<HandoverCause, number> {
  const counts = noHandovers();
  for (let index = 0; index < entries.length; index++) {
    counts[causeAt(entries, index)] += entries.weight[index] ?? 0;
  }
  return counts;
}

function noHandovers(): Record<HandoverCause, number> {
  return { unseen: 0, recreated: 0, deleted: 0, release: 0, early: 0, expiry: 0, first: 0 };
}

/** How long it took from the last renewal, or from the release: of a vacancy from before watching nobody saw that. */
async function timesOf(
  db: Kysely<Database>,
  leaseId: number,
  range: Range,
  cause: 'expiry' | 'release',
): Promise<number[]> {
  const column = sql.ref(cause === 'expiry' ? 'silent_ms' : 'vacant_ms');
  const { rows } = await sql<{ times: string | null }>`
    select string_agg(cast(${column} as text), ',') as times from handover
    where lease_id = ${leaseId} and at >= ${range.from} and at <= ${range.to} and cause = ${cause}
      and from_id is not null and to_id is not null and ${column} is not null`.execute(db);
  const text = rows[0]?.times ?? '';
  return text === '' ? [] : text.split(',').map(Number);
}

function nothingKnown({ from, to }: Range): Omit<LeaseInsight, 'asOf'> {
  return {
    from,
    to,
    watchedMs: 0,
    blindMs: 0,
    leaderlessMs: 0,
    availability: null,
    handovers: noHandovers(),
    silentAfterExpiry: null,
    vacantAfterRelease: null,
    renewalsFrom: null,
    durations: [],
    worstGapMs: null,
    usualGapMs: null,
    headroomTrend: [],
  };
}
