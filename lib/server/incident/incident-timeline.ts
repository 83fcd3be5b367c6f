/** The lanes of an incident, and what was not watched and slow meanwhile; or why that cannot be told. */
import { leaseKey } from '../../lease/record.ts';
import { type Incident, MOST_LANES } from '../../view/incident.ts';
import type { Status } from '../../view/status.ts';
import type { BlindStretch, SlowStretch, TimelineAnswer } from '../../view/timeline.ts';
import { ApiError } from '../api/api-error.ts';
import { askWhole, watchedNow } from '../kept/ask-history.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import type { LeaseName } from './incident-leases.ts';

export type IncidentTimeline = {
  lanes: Incident['timeline'];
  blindSpots: BlindStretch[];
  slow: SlowStretch[];
  /** Why nothing of it is told, as a sentence; null when it is. */
  problem: string | null;
};

const POINTS = 1000;
/** Leases of one name may be in many namespaces: of that many lanes those that are meant are taken. */
const MOST_READ = 400;

export async function incidentTimeline(
  runtime: Pick<Seen, 'now' | 'history' | 'watching' | 'silent' | 'status' | 'isKept'>,
  names: readonly LeaseName[],
  range: { from: number; to: number },
): Promise<IncidentTimeline> {
  const wanted = names.slice(0, MOST_LANES);
  const question = {
    namespaces: [...new Set(wanted.map(({ namespace }) => namespace))],
    names: [...new Set(wanted.map(({ name }) => name))],
    classes: [],
    q: null,
    moved: false,
    ...range,
    now: runtime.now(),
    silent: runtime.silent(),
    points: POINTS,
    limit: wanted.length === 0 ? 1 : MOST_READ,
    after: null,
  };
  try {
    const { json } = await askWhole(runtime, (reads) =>
      reads.timeline({ ...question, watching: watchedNow(runtime) }),
    );
    const answer = JSON.parse(Buffer.from(json).toString()) as Omit<TimelineAnswer, 'asOf' | 'nextCursor'>;
    const keys = new Set(wanted.map(leaseKey));
    const items = answer.items.filter((lane) => keys.has(leaseKey(lane)));
    return {
      lanes: { items, left: names.length - wanted.length, pointMs: answer.pointMs },
      blindSpots: answer.blindSpots,
      slow: answer.slow,
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'not_ready') throw error;
    // What else is known is told, and this is told with it.
    const pointMs = (range.to - range.from) / POINTS;
    const blindSpots = unwatched(runtime.status(), range);
    return { lanes: { items: [], left: 0, pointMs }, blindSpots, slow: [], problem: error.message };
  }
}

/** As the feed itself remembers it: since this run began to watch, and of the last 24 h. */
export function unwatched(
  { feed, observedSince, now }: Pick<Status, 'feed' | 'observedSince' | 'now'>,
  { from, to }: { from: number; to: number },
): BlindStretch[] {
  const before: BlindStretch = { from, to: Math.min(to, observedSince ?? now), scope: null };
  const since = feed.scopes.flatMap(({ namespace, blindSpots }) =>
    blindSpots.map((spot): BlindStretch => ({ ...spot, scope: namespace })),
  );
  return [before, ...since].filter((one) => one.to > one.from && one.to > from && one.from < to);
}
