'use client';
import { useMemo } from 'react';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import type { RenewalBucket, RenewalsAnswer } from '../view/renewals.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, type Page } from './fetch-json.ts';
import { useLive } from './use-live.ts';

/** Stretches are 20 s long; a young chart shows the one under way grow. */
const RENEWALS_EVERY_MS = 5_000;
/** An hour of stretches, and the two that are cut by its ends. */
const POINTS = 182;
const MOST_HANDOVERS = 1_000;

export type Fetched<T> = { items: readonly T[] | null; problem: string | null };

/** The last hour of renewals, kept up while the page is open. */
export function useRenewals(namespace: string, name: string): Fetched<RenewalBucket> {
  const { data, error } = useSWR<RenewalsAnswer, unknown>(
    ['renewals', namespace, name],
    () =>
      fetchJson<RenewalsAnswer>(
        apiUrl('/api/v1/renewals', { namespace, name, from: 'now-1h', points: POINTS }),
      ),
    { refreshInterval: RENEWALS_EVERY_MS, keepPreviousData: true },
  );
  return { items: data?.buckets ?? null, problem: problemOf(error) };
}

/** The handovers of one Lease, newest first: fetched once for each snapshot, then kept up by the stream. */
export function useLeaseHandovers(namespace: string, name: string): Fetched<Handover> {
  const snapshots = useLive((state) => state.snapshots);
  const streamed = useLive((state) => state.handovers);
  const { data, error } = useSWR<Page<Handover>, unknown>(
    ['lease-handovers', namespace, name, snapshots],
    () => fetchJson<Page<Handover>>(apiUrl('/api/v1/handovers', { namespace, name, limit: MOST_HANDOVERS })),
    { revalidateOnFocus: false, keepPreviousData: true },
  );
  const items = useMemo(() => {
    if (data === undefined) return null;
    const byId = new Map(data.items.map((handover) => [handover.id, handover]));
    for (const handover of streamed.values()) {
      if (handover.namespace === namespace && handover.name === name) byId.set(handover.id, handover);
    }
    return [...byId.values()].sort((a, b) => b.at - a.at);
  }, [data, streamed, namespace, name]);
  return { items, problem: problemOf(error) };
}

function problemOf(error: unknown): string | null {
  if (error === undefined) return null;
  return error instanceof Error ? error.message : String(error);
}
