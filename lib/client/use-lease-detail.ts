'use client';
import useSWR from 'swr';
import type { LeaseDetail } from '../view/lease-detail.ts';
import { apiUrl } from './api-url.ts';
import { ApiError, fetchJson, problemOf } from './fetch-json.ts';
import { liveNow } from './live-store.ts';
import { retryEvery } from './retry-every.ts';

/** A read of the API server on demand. */
export type DetailReading = {
  detail: LeaseDetail | null;
  /** When that was read, epoch ms on Tenure's clock; null while that is not known. */
  asOf: number | null;
  /** Tenure does not know this Lease. */
  missing: boolean;
  /** Why it could not be read, in Tenure's words; null when it could, or while it is being read. */
  problem: string | null;
  reading: boolean;
  readAgain: () => void;
};

/**
 * One Lease whole. Read once for each `version` (who holds it, what is known of it), not with every renewal;
 * `everyMs` for what the stream does not carry, 0 for never.
 */
export function useLeaseDetail(
  namespace: string,
  name: string,
  version: string,
  everyMs: number,
): DetailReading {
  const path = `/api/v1/leases/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  const { data, error, isValidating, mutate } = useSWR<{ detail: LeaseDetail; asOf: number | null }, unknown>(
    ['lease', path, version],
    // Asked for no later than it is answered: of then at least it speaks.
    async () => ({ asOf: liveNow(), detail: await fetchJson<LeaseDetail>(apiUrl(path)) }),
    {
      refreshInterval: everyMs,
      revalidateOnFocus: false,
      keepPreviousData: true,
      shouldRetryOnError: everyMs > 0,
      ...retryEvery(everyMs),
    },
  );
  const missing = error instanceof ApiError && error.status === 404;
  return {
    detail: data?.detail ?? null,
    asOf: data?.asOf ?? null,
    missing,
    problem: missing ? null : problemOf(error),
    reading: isValidating,
    readAgain: () => void mutate(),
  };
}
