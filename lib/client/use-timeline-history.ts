'use client';
import useSWR from 'swr';
import type { HistoryStatus, Status } from '../view/status.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson } from './fetch-json.ts';
import { useLive } from './use-live.ts';

const EVERY_MS = 10_000;

/**
 * How the history is, and how far back it goes: asked every few seconds, for the stream tells of it only when
 * it begins. Null before anything was said.
 */
export function useTimelineHistory(): HistoryStatus | null {
  const streamed = useLive((state) => state.status?.history ?? null);
  const { data } = useSWR<Status, unknown>(
    apiUrl('/api/v1/status'),
    (url: string) => fetchJson<Status>(url),
    {
      refreshInterval: EVERY_MS,
      errorRetryInterval: EVERY_MS,
    },
  );
  return data?.history ?? streamed;
}
