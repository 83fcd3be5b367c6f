'use client';
import { useEffect, useMemo } from 'react';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import { rowKey } from '../view/board-key.ts';
import { apiUrl } from './api-url.ts';
import { fetchAll } from './fetch-json.ts';
import { liveStore } from './live-store.ts';
import { useLive } from './use-live.ts';

/** Tenure keeps the last 10,000 in memory. */
const MOST = 10_000;
const PAGE = 1_000;

function fetchHandovers(): Promise<Handover[]> {
  const url = (cursor: string | null): string =>
    apiUrl('/api/v1/handovers', cursor === null ? { limit: PAGE } : { limit: PAGE, cursor });
  return fetchAll<Handover>(url, MOST);
}

/**
 * The handovers of the last 24 h by `rowKey`: fetched once for each snapshot, then kept up by the stream.
 */
export function useHandoversByLease(): ReadonlyMap<string, readonly Handover[]> {
  const snapshots = useLive((state) => state.snapshots);
  const { data } = useSWR(snapshots > 0 ? ['handovers', snapshots] : null, fetchHandovers, {
    revalidateOnFocus: false,
    revalidateOnReconnect: false,
    keepPreviousData: true,
  });
  useEffect(() => {
    if (data !== undefined) liveStore.seedHandovers(data);
  }, [data]);
  const handovers = useLive((state) => state.handovers);
  return useMemo(() => {
    const byLease = new Map<string, Handover[]>();
    for (const handover of handovers.values()) {
      const key = rowKey(handover);
      const known = byLease.get(key);
      if (known === undefined) byLease.set(key, [handover]);
      else known.push(handover);
    }
    return byLease;
  }, [handovers]);
}
