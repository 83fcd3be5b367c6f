'use client';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, type Page } from './fetch-json.ts';

/** What moved so close to a handover is told with it. */
export const TOGETHER_MS = 30_000;
const MOST = 200;

export type MomentReading = { around: readonly Handover[] | null; problem: string | null };

/** The handovers of all Leases about a moment; null asks nothing. */
export function useMoment(at: number | null): MomentReading {
  const url =
    at === null
      ? null
      : apiUrl('/api/v1/handovers', { from: at - TOGETHER_MS, to: at + TOGETHER_MS, limit: MOST });
  const { data, error } = useSWR<Page<Handover>, unknown>(
    url,
    (one: string) => fetchJson<Page<Handover>>(one),
    {
      revalidateOnFocus: false,
      dedupingInterval: 10_000,
      shouldRetryOnError: false,
    },
  );
  return {
    around: data?.items ?? null,
    problem: error === undefined ? null : error instanceof Error ? error.message : String(error),
  };
}
