'use client';
import useSWR from 'swr';
import type { HistoryStatus, Status } from '../view/status.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson } from './fetch-json.ts';
import { useLive } from './use-live.ts';

/** The stream tells it with each snapshot only; a store fails and recovers in between. */
const EVERY_MS = 10_000;

/** Null before Tenure has spoken. */
export function useHistoryStatus(): HistoryStatus | null {
  const told = useLive((state) => state.status?.history ?? null);
  const snapshots = useLive((state) => state.snapshots);
  const { data } = useSWR<Status, unknown>(
    snapshots > 0 ? ['status', snapshots] : null,
    () => fetchJson<Status>(apiUrl('/api/v1/status')),
    { refreshInterval: EVERY_MS, keepPreviousData: true, shouldRetryOnError: false },
  );
  return data?.history ?? told;
}

/** From when on anything is known: from what is kept, else from when this Tenure began to watch. Epoch ms. */
export function useKeptFrom(): number | null {
  const history = useHistoryStatus();
  const observedSince = useLive((state) => state.status?.observedSince ?? null);
  const kept = history?.state === 'ready' ? history.keptFrom : null;
  if (kept === null || observedSince === null) return kept ?? observedSince;
  return Math.min(kept, observedSince);
}
