'use client';
import useSWR from 'swr';
import type { NotifyStatus, Status } from '../view/status.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson } from './fetch-json.ts';
import { useLive } from './use-live.ts';

const EVERY_MS = 15_000;

/**
 * Who is told of alerts, and whether they can be; null before it was read, and for whoever is not told that. The stream
 * says this only at its start.
 */
export function useReceivers(): readonly NotifyStatus[] | null {
  const heard = useLive((state) => state.status !== null);
  const { data } = useSWR<Status, unknown>(
    heard ? apiUrl('/api/v1/status') : null,
    (url: string) => fetchJson<Status>(url),
    { refreshInterval: EVERY_MS, keepPreviousData: true },
  );
  return data === undefined || data.sees !== null ? null : data.notify;
}
