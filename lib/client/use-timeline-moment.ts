'use client';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import { apiUrl, ofCluster } from './api-url.ts';
import { fetchJson, type Page, problemOf } from './fetch-json.ts';

/** What moved so close to a handover is told with it. */
export const TOGETHER_MS = 30_000;
const MOST = 1_000;

export type MomentReading = { around: readonly Handover[] | null; problem: string | null };

/** The handovers of all Leases about a moment, in which one of them changed hands; null asks nothing. */
export function useMoment(
  lease: { namespace: string; name: string },
  at: number | null,
  cluster: string | null,
): MomentReading {
  const { data, error } = useSWR<Handover[], unknown>(
    at === null ? null : ['moment', lease.namespace, lease.name, at, cluster],
    () => readMoment(lease, at ?? 0, cluster),
    {
      revalidateOnFocus: false,
      dedupingInterval: 10_000,
      shouldRetryOnError: false,
    },
  );
  return {
    around: data ?? null,
    problem: problemOf(error),
  };
}

/** Its own are asked for by name: where thousands moved at once they might not be among the newest of all. */
export async function readMoment(
  { namespace, name }: { namespace: string; name: string },
  at: number,
  cluster: string | null = null,
): Promise<Handover[]> {
  const query = { from: at - TOGETHER_MS, to: at + TOGETHER_MS, limit: MOST, ...ofCluster(cluster) };
  const pages = await Promise.all(
    [query, { ...query, namespace, name }].map((one) =>
      fetchJson<Page<Handover>>(apiUrl('/api/v1/handovers', one)),
    ),
  );
  return [...new Map(pages.flatMap(({ items }) => items).map((one) => [one.id, one])).values()];
}
