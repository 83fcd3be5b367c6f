'use client';
import { useCallback, useMemo } from 'react';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import type { LeaseInsight } from '../view/insight.ts';
import { LATER_MS, rangePaceMs } from '../view/range-pace.ts';
import type { RenewalBucket, RenewalsAnswer } from '../view/renewals.ts';
import type { TimeRange } from '../view/time-axis.ts';
import type { TimelineAnswer } from '../view/timeline.ts';
import { endsNow, moves, type ParsedRange, resolveRange } from '../view/timeline-range.ts';
import { apiUrl, ofCluster } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';
import { fetchFollowing, fetchHandovers, type HandoversRead } from './lease-handovers.ts';
import { liveNow } from './live-store.ts';
import { useHistoryStatus } from './use-history-status.ts';
import { useLive } from './use-live.ts';
import { useReadAnew } from './use-read-anew.ts';

const HOUR_MS = 3_600_000;
/** Of an hour the stretches are 20 s long, and two are cut by its ends; of more they are a minute or longer. */
const POINTS = 182;
const LONG_POINTS = 362;
const YOUNG_MS = 600_000;

/** As many as there may be: what is shorter than one no chart shows. */
const LANE_POINTS = 4_000;
const NEVER_EXPIRED: readonly TimeRange[] = [];

export type Fetched<T> = { items: readonly T[] | null; problem: string | null };
/** `unwritten`: what renewals were seen then is not kept. */
export type ReadRenewals = Fetched<RenewalBucket> & { unwritten: readonly TimeRange[] };

const NONE_UNWRITTEN: readonly TimeRange[] = [];
/** `from`: handovers before this are not among them, for there are too many; null when all are. */
export type LeaseHandovers = Fetched<Handover> & { from: number | null };

type Name = { namespace: string; name: string };

/** The renewals of a range, kept up while it moves. Never those of the one before it: of this they prove nothing. */
export function useRenewals({ namespace, name }: Name, range: ParsedRange): ReadRenewals {
  const { words } = range;
  const points = range.from.type === 'ago' && range.from.ms <= HOUR_MS ? POINTS : LONG_POINTS;
  const { data, error } = useSWR<RenewalsAnswer, unknown>(
    ['renewals', namespace, name, words.from, words.to],
    () => fetchJson<RenewalsAnswer>(apiUrl('/api/v1/renewals', { namespace, name, ...words, points })),
    { refreshInterval: rangePaceMs(range, liveNow()) },
  );
  const unwritten = data?.unwritten ?? NONE_UNWRITTEN;
  return { items: data?.buckets ?? null, unwritten, problem: problemOf(error) };
}

/**
 * The handovers of a range, newest first, then the one before it; of a range that ended also the one after, which
 * says who held it at the end. Kept up by the stream, and read again for what is told of the past. `kept`: of another
 * cluster than is watched, by its own present; a range that is told from a present not known yet is not asked for.
 */
export function useLeaseHandovers(
  { namespace, name }: Name,
  range: ParsedRange,
  kept: { cluster: string; now: number | null } | null = null,
): LeaseHandovers {
  const cluster = kept?.cluster ?? null;
  const streamed = useLive((state) => state.handovers);
  const { words } = range;
  const asked = JSON.stringify([words, cluster]);
  // Drawn anew once Tenure has said what time it is.
  useLive(() => liveNow() !== null);
  const span = (): TimeRange | null => resolveRange(range, kept === null ? liveNow() : kept.now);
  const {
    data: read,
    error,
    mutate,
  } = useSWR<HandoversRead & { asked: string }, unknown>(
    span() === null ? null : ['lease-handovers', namespace, name, asked],
    async () => {
      const stretch = span();
      if (stretch === null) throw new Error('Tenure has not said yet what time it is');
      const [read, following] = await Promise.all([
        fetchHandovers({ namespace, name }, stretch, cluster),
        endsNow(range) ? null : fetchFollowing({ namespace, name }, stretch.to, cluster),
      ]);
      return { ...read, asked, items: following === null ? read.items : [following, ...read.items] };
    },
    {
      revalidateOnFocus: false,
      keepPreviousData: true,
      refreshInterval: moves(range) ? LATER_MS : 0,
    },
  );
  useReadAnew(mutate);
  // Those of another range are not all of this one, nor another cluster's of this.
  const data = read?.asked === asked ? read : undefined;
  const present = endsNow(range);
  const items = useMemo(() => {
    if (data === undefined) return null;
    const byId = new Map(data.items.map((handover) => [handover.id, handover]));
    // The stream tells of the cluster that is watched.
    for (const handover of cluster === null ? streamed.values() : []) {
      if (handover.namespace !== namespace || handover.name !== name) continue;
      if (present || byId.has(handover.id)) byId.set(handover.id, handover);
    }
    return [...byId.values()].sort((a, b) => b.at - a.at);
  }, [data, streamed, namespace, name, present, cluster]);
  return { items, from: data?.from ?? null, problem: problemOf(error) };
}

/**
 * When its holders stood in it past its duration, by Timeline's own lane of it, so that both draw the same. None until
 * that is read of this very range.
 */
export function useLeaseExpired({ namespace, name }: Name, range: ParsedRange): readonly TimeRange[] {
  const kept = useHistoryStatus()?.state === 'ready';
  const { words } = range;
  const { data } = useSWR<TimelineAnswer, unknown>(
    kept ? ['lease-lane', namespace, name, words.from, words.to] : null,
    () =>
      fetchJson<TimelineAnswer>(
        apiUrl('/api/v1/timeline', { namespace, name, ...words, points: LANE_POINTS }),
      ),
    { refreshInterval: rangePaceMs(range, liveNow()) },
  );
  return useMemo(
    () => data?.items[0]?.spans.filter(({ type }) => type === 'expired') ?? NEVER_EXPIRED,
    [data],
  );
}

/** `earlier`: it is of another range than is asked, which is being read, `reading`, or cannot be. */
type Told = { insight: LeaseInsight | null; earlier: boolean; reading: boolean; problem: string | null };

/** What the range amounts to; null before it was read, and where nothing is kept to tell it by. */
export function useLeaseInsight(
  { namespace, name }: Name,
  range: ParsedRange,
  ask: boolean,
  cluster: string | null = null,
): Told {
  const { words } = range;
  const path = `/api/v1/leases/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}/insight`;
  const streamed = useLive((state) => state.handovers);
  // A handover that the table beside it shows is counted at once, not at the next round.
  const seen = useMemo(
    () =>
      [...streamed.values()]
        .filter((handover) => handover.namespace === namespace && handover.name === name)
        .map(({ id, at, to }) => `${id} ${at} ${to}`)
        .join('\n'),
    [streamed, namespace, name],
  );
  // While little was watched, each second of it changes what it amounts to. One function for all renders of a range:
  // SWR begins to wait anew when it gets another, and a page that is drawn each second would never ask again.
  const often = useCallback(
    (latest: LeaseInsight | undefined): number => {
      const paceMs = rangePaceMs(range, liveNow());
      return paceMs === 0 || (latest?.watchedMs ?? 0) < YOUNG_MS ? paceMs : LATER_MS;
    },
    [range],
  );
  const asked = `${words.from} ${words.to}`;
  const { data, error } = useSWR<LeaseInsight & { asked: string }, unknown>(
    ask ? ['insight', path, words.from, words.to, endsNow(range) ? seen : '', cluster] : null,
    async () => ({
      ...(await fetchJson<LeaseInsight>(apiUrl(path, { ...words, ...ofCluster(cluster) }))),
      asked,
    }),
    {
      refreshInterval: often,
      keepPreviousData: true,
    },
  );
  const earlier = data !== undefined && data.asked !== asked;
  const problem = problemOf(error);
  return { insight: data ?? null, earlier, reading: earlier && ask && problem === null, problem };
}
