'use client';
import useSWRMutation from 'swr/mutation';
import { apiUrl } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';

function retryNow(url: string): Promise<unknown> {
  return fetchJson<unknown>(url, { method: 'POST' });
}

/** Asks Tenure to try the API server at once instead of at its next attempt. */
export function useRetry(): { retry: () => void; trying: boolean; problem: string | null } {
  const { trigger, isMutating, error } = useSWRMutation<unknown, Error>(apiUrl('/api/v1/retry'), retryNow, {
    throwOnError: false,
  });
  return { retry: () => void trigger(), trying: isMutating, problem: problemOf(error) };
}
