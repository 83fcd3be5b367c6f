'use client';
import useSWR from 'swr';
import type { LeaseRow } from '../view/lease-row.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, type Page } from './fetch-json.ts';
import { useLive } from './use-live.ts';
import { useReadAnew } from './use-read-anew.ts';

/** API servers and component heartbeats are few, but the stream has no rows for those that are held. */
const EVERY_MS = 5_000;
const MOST = 100;

export type HeartbeatRows = { asOf: number; rows: readonly LeaseRow[] };

/** Rows of API servers and component heartbeats as of the last time they were asked for; null before. */
export function useHeartbeatRows(): HeartbeatRows | null {
  const there = useLive(
    (state) =>
      (state.totals?.classes.apiserver ?? 0) + (state.totals?.classes['component-heartbeat'] ?? 0) > 0,
  );
  const url = apiUrl('/api/v1/leases', { class: ['apiserver', 'component-heartbeat'], limit: MOST });
  const { data, mutate } = useSWR(there ? url : null, fetchJson<Page<LeaseRow>>, {
    refreshInterval: EVERY_MS,
    keepPreviousData: true,
  });
  useReadAnew(mutate);
  return !there || data === undefined ? null : { asOf: data.asOf, rows: data.items };
}
