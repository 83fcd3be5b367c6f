'use client';
import { useEffect, useRef } from 'react';
import useSWR from 'swr';
import type { LeaseDetail } from '../view/lease-detail.ts';
import { apiUrl } from './api-url.ts';
import { ApiError, fetchJson, problemOf } from './fetch-json.ts';
import { liveNow } from './live-store.ts';

/** A read of the API server on demand. */
export type DetailReading = {
  detail: LeaseDetail | null;
  /** `detail` is of an earlier version: of this one nothing was read, or not yet. */
  earlier: boolean;
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
 * One Lease whole. Read for each `version` (who holds it, what is known of it), not with every renewal; again every
 * `everyMs` while the page is looked at, and when `state` is another: its Pod may have broken, or have written Events.
 */
export function useLeaseDetail(
  namespace: string,
  name: string,
  version: string,
  state: string | null,
  everyMs: number,
): DetailReading {
  const path = `/api/v1/leases/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  const { data, error, isValidating, mutate } = useSWR<
    { detail: LeaseDetail; asOf: number | null; version: string },
    unknown
  >(
    ['lease', path, version],
    // Asked for no later than it is answered: of then at least it speaks.
    async () => ({ asOf: liveNow(), detail: await fetchJson<LeaseDetail>(apiUrl(path)), version }),
    {
      refreshInterval: everyMs,
      // Nothing is read while nobody looks: whoever comes back does not wait for the next time.
      revalidateOnFocus: true,
      keepPreviousData: true,
    },
  );
  const seen = useRef({ version, state });
  useEffect(() => {
    const before = seen.current;
    seen.current = { version, state };
    // Another version is read anyhow.
    if (before.version === version && before.state !== state) void mutate();
  }, [version, state, mutate]);
  const missing = error instanceof ApiError && error.status === 404;
  return {
    detail: data?.detail ?? null,
    earlier: data !== undefined && data.version !== version,
    asOf: data?.asOf ?? null,
    missing,
    problem: missing ? null : problemOf(error),
    reading: isValidating,
    readAgain: () => void mutate(),
  };
}
