'use client';
import { useMemo } from 'react';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import type { LeaseInsight } from '../view/insight.ts';
import type { RenewalBucket, RenewalsAnswer } from '../view/renewals.ts';
import type { TimeRange } from '../view/time-axis.ts';
import type { TimelineAnswer } from '../view/timeline.ts';
import { endsNow, moves, type ParsedRange, resolveRange } from '../view/timeline-range.ts';
import { apiUrl, ofCluster } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';
import { fetchFollowing, fetchHandovers, type HandoversRead } from './lease-handovers.ts';
import { liveNow } from './live-store.ts';
import { retryEvery } from './retry-every.ts';
import { useHistoryStatus } from './use-history-status.ts';
import { useLive } from './use-live.ts';

const HOUR_MS = 3_600_000;
/** Of an hour the stretches are 20 s long, and two are cut by its ends; of more they are a minute or longer. */
const POINTS = 182;
const LONG_POINTS = 362;
/** A young chart shows the stretch under way grow; over days nothing moves in seconds. */
const SOON_MS = 5_000;
const LATER_MS = 30_000;
const YOUNG_MS = 600_000;

/** As many as there may be: what is shorter than one no chart shows. */
const LANE_POINTS = 4_000;
const NEVER_EXPIRED: readonly TimeRange[] = [];

export type Fetched<T> = { items: readonly T[] | null; problem: string | null };
/** `from`: handovers before this are not among them, for there are too many; null when all are. */
export type LeaseHandovers = Fetched<Handover> & { from: number | null };

type Name = { namespace: string; name: string };

function everyMs(range: ParsedRange): number {
  if (!moves(range)) return 0;
  const length = range.from.type === 'ago' && range.to.type === 'ago' ? range.from.ms - range.to.ms : 0;
  return length > HOUR_MS ? LATER_MS : SOON_MS;
}

/** The renewals of a range, kept up while it moves. */
export function useRenewals({ namespace, name }: Name, range: ParsedRange): Fetched<RenewalBucket> {
  const { words } = range;
  const points = range.from.type === 'ago' && range.from.ms <= HOUR_MS ? POINTS : LONG_POINTS;
  const { data, error } = useSWR<RenewalsAnswer, unknown>(
    ['renewals', namespace, name, words.from, words.to],
    () => fetchJson<RenewalsAnswer>(apiUrl('/api/v1/renewals', { namespace, name, ...words, points })),
    { refreshInterval: everyMs(range), keepPreviousData: true },
  );
  return { items: data?.buckets ?? null, problem: problemOf(error) };
}

/**
 * The handovers of a range, newest first, then the one before it; of a range that ended also the one after, which
 * says who held it at the end. Kept up by the stream, and read again for what is told of the past.
 */
export function useLeaseHandovers(
  { namespace, name }: Name,
  range: ParsedRange,
  cluster: string | null = null,
): LeaseHandovers {
  const snapshots = useLive((state) => state.snapshots);
  const streamed = useLive((state) => state.handovers);
  const { words } = range;
  const asked = JSON.stringify([words, cluster]);
  const { data: read, error } = useSWR<HandoversRead & { asked: string }, unknown>(
    ['lease-handovers', namespace, name, asked, snapshots],
    async () => {
      const span = resolveRange(range, liveNow() ?? 0) ?? { from: 0, to: 0 };
      const [read, following] = await Promise.all([
        fetchHandovers({ namespace, name }, span, cluster),
        endsNow(range) ? null : fetchFollowing({ namespace, name }, span.to, cluster),
      ]);
      return { ...read, asked, items: following === null ? read.items : [following, ...read.items] };
    },
    {
      revalidateOnFocus: false,
      keepPreviousData: true,
      refreshInterval: everyMs(range) === 0 ? 0 : LATER_MS,
    },
  );
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

/** When its holders stood in it past its duration, by Timeline's own lane of it, so that both draw the same. */
export function useLeaseExpired({ namespace, name }: Name, range: ParsedRange): readonly TimeRange[] {
  const kept = useHistoryStatus()?.state === 'ready';
  const { words } = range;
  const { data } = useSWR<TimelineAnswer, unknown>(
    kept ? ['lease-lane', namespace, name, words.from, words.to] : null,
    () =>
      fetchJson<TimelineAnswer>(
        apiUrl('/api/v1/timeline', { namespace, name, ...words, points: LANE_POINTS }),
      ),
    { refreshInterval: everyMs(range), keepPreviousData: true },
  );
  return useMemo(
    () => data?.items[0]?.spans.filter(({ type }) => type === 'expired') ?? NEVER_EXPIRED,
    [data],
  );
}

/** What the range amounts to; null before it was read, and where nothing is kept to tell it by. */
export function useLeaseInsight(
  { namespace, name }: Name,
  range: ParsedRange,
  ask: boolean,
  cluster: string | null = null,
): { insight: LeaseInsight | null; problem: string | null } {
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
  const { data, error } = useSWR<LeaseInsight, unknown>(
    ask ? ['insight', path, words.from, words.to, endsNow(range) ? seen : '', cluster] : null,
    () => fetchJson<LeaseInsight>(apiUrl(path, { ...words, ...ofCluster(cluster) })),
    {
      // While little was watched, each second of it changes what it amounts to.
      refreshInterval: (latest) => {
        const often = everyMs(range);
        return often === 0 || (latest?.watchedMs ?? 0) < YOUNG_MS ? often : LATER_MS;
      },
      keepPreviousData: true,
      ...retryEvery(LATER_MS),
    },
  );
  return { insight: data ?? null, problem: problemOf(error) };
}
