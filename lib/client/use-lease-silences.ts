'use client';
import useSWR from 'swr';
import type { SilencesOfLease } from '../view/lease-silences.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';

const AGAIN_MS = 15_000;

/** Of the last `days`, read again now and then and when `state` is another: null before it was read. */
export function useLeaseSilences(
  { namespace, name, state }: { namespace: string; name: string; state: string },
  days: number,
  ask: boolean,
): { told: SilencesOfLease | null; problem: string | null } {
  const path = `/api/v1/leases/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}/silences`;
  const { data, error } = useSWR<SilencesOfLease, unknown>(
    ask ? ['silences', path, days, state] : null,
    () => fetchJson<SilencesOfLease>(apiUrl(path, { from: `now-${days}d`, to: 'now' })),
    { refreshInterval: AGAIN_MS, keepPreviousData: true },
  );
  return { told: data ?? null, problem: problemOf(error) };
}
