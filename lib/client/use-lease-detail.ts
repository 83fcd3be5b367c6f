'use client';
import useSWR from 'swr';
import type { LeaseDetail } from '../view/lease-detail.ts';
import { apiUrl } from './api-url.ts';
import { ApiError, fetchJson, problemOf } from './fetch-json.ts';

/** A read of the API server on demand. */
export type DetailReading = {
  detail: LeaseDetail | null;
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
  const { data, error, isValidating, mutate } = useSWR<LeaseDetail, unknown>(
    ['lease', path, version],
    () => fetchJson<LeaseDetail>(apiUrl(path)),
    {
      refreshInterval: everyMs,
      revalidateOnFocus: false,
      keepPreviousData: true,
      shouldRetryOnError: false,
    },
  );
  const missing = error instanceof ApiError && error.status === 404;
  return {
    detail: data ?? null,
    missing,
    problem: missing ? null : problemOf(error),
    reading: isValidating,
    readAgain: () => void mutate(),
  };
}
