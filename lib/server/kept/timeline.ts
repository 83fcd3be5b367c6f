/** Answers about ranges of the history, asked of the runtime. */
import type { Stretch } from '../../lease/stretches.ts';
import type { LeaseInsight } from '../../view/insight.ts';
import type { SilencesOfLease } from '../../view/lease-silences.ts';
import type { BlindStretch, TimelineOverview } from '../../view/timeline.ts';
import { writeCursor } from '../api/paging.ts';
import type { Query } from '../api/query.ts';
import { type TIME_RANGE, timeRange } from '../api/time-range.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { askHistory, watchedNow } from './ask-history.ts';
import {
  afterLane,
  LANES_A_PAGE,
  type OVERVIEW_QUERY,
  type TIMELINE_QUERY,
  timelineFilter,
} from './timeline-query.ts';

const DEFAULT_POINTS = 1000;
const DEFAULT_SLOTS = 240;
const MOST_SILENCES = 500;

type Asked = Pick<Seen, 'now' | 'history' | 'watching' | 'silent'>;

/** A `TimelineAnswer`, as the thread that read it wrote it. */
export async function timeline(runtime: Asked, query: Query<typeof TIMELINE_QUERY>): Promise<Response> {
  const asOf = runtime.now();
  const range = timeRange(query, asOf);
  const question = {
    ...timelineFilter(query),
    ...range,
    now: asOf,
    silent: runtime.silent(),
    points: query.points ?? DEFAULT_POINTS,
    limit: query.limit ?? LANES_A_PAGE,
    after: afterLane(query.cursor),
  };
  const { json, after } = await askHistory(runtime, (reads) =>
    reads.timeline({ ...question, watching: watchedNow(runtime) }),
  );
  const nextCursor =
    after === null ? null : writeCursor('timeline', [0, after.class, after.name, after.namespace]);
  const head = `{"asOf":${asOf},"nextCursor":${JSON.stringify(nextCursor)},`;
  return new Response(Buffer.concat([Buffer.from(head), json.subarray(1)]), {
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

export async function timelineOverview(
  runtime: Asked,
  query: Query<typeof OVERVIEW_QUERY>,
): Promise<TimelineOverview> {
  const asOf = runtime.now();
  const range = timeRange(query, asOf);
  const [counted, blindSpots] = await askHistory(runtime, (reads) =>
    Promise.all([
      reads.overview(timelineFilter(query), { ...range, slots: query.slots ?? DEFAULT_SLOTS }),
      reads.blindSpots({ ...range, watching: watchedNow(runtime) }),
    ]),
  );
  return { asOf, ...range, ...counted, blindSpots };
}

export async function blindSpots(
  runtime: Asked,
  query: Query<typeof TIME_RANGE>,
): Promise<{ asOf: number; items: BlindStretch[] }> {
  const asOf = runtime.now();
  const range = timeRange(query, asOf);
  const items = await askHistory(runtime, (reads) =>
    reads.blindSpots({ ...range, watching: watchedNow(runtime) }),
  );
  return { asOf, items };
}

export async function leaseInsight(
  runtime: Asked & Pick<Seen, 'lease' | 'isLive'>,
  lease: { namespace: string; name: string },
  query: Query<typeof TIME_RANGE>,
): Promise<LeaseInsight> {
  const asOf = runtime.now();
  const range = timeRange(query, asOf);
  const expiredSince = expiredNow(runtime, lease);
  const insight = await askHistory(runtime, (reads) =>
    reads.insight(lease, { ...range, now: asOf, watching: watchedNow(runtime), expiredSince }),
  );
  return { asOf, ...insight };
}

/** Newest first; one that goes on while its Lease is watched is told up to now, else up to when that was kept last. */
export async function leaseSilences(
  runtime: Asked & Pick<Seen, 'lease' | 'isLive'>,
  lease: { namespace: string; name: string },
  query: Query<typeof TIME_RANGE>,
): Promise<SilencesOfLease> {
  const asOf = runtime.now();
  const range = timeRange(query, asOf);
  const found = await askHistory(runtime, (reads) =>
    reads.silences(lease, { ...range, limit: MOST_SILENCES + 1 }),
  );
  const now = runtime.lease(lease.namespace, lease.name);
  const since = now?.state === 'expired' && runtime.isLive(now) ? now.lastRenewalAt : null;
  const all = since === null || since > range.to ? found : goingOn(found, Math.round(since), asOf);
  return { asOf, ...range, items: all.slice(0, MOST_SILENCES), more: all.length > MOST_SILENCES };
}

/** What is kept of it may have ended long before the range. Two in a row share only the renewal between them. */
function goingOn(kept: readonly Stretch[], since: number, asOf: number): Stretch[] {
  const isOwn = ({ from, to }: Stretch): boolean =>
    2 * (to - Math.max(from, since)) > Math.min(to - from, asOf - since);
  const from = Math.min(since, ...kept.filter(isOwn).map((one) => one.from));
  return [{ from, to: asOf }, ...kept.filter((one) => !isOwn(one))];
}

/** Since when it has been past its duration, epoch ms; null when it is not, or that is not known. */
function expiredNow(
  { lease, isLive }: Pick<Seen, 'lease' | 'isLive'>,
  { namespace, name }: { namespace: string; name: string },
): number | null {
  const found = lease(namespace, name);
  if (found === undefined || found.state !== 'expired' || !isLive(found)) return null;
  const { lastRenewalAt, expiresAfterMs } = found;
  return lastRenewalAt === null || expiresAfterMs === null
    ? null
    : Math.round(lastRenewalAt + expiresAfterMs);
}
