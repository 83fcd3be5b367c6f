'use client';
import useSWRMutation from 'swr/mutation';
import { apiUrl } from '../../lib/client/api-url.ts';
import { fetchJson } from '../../lib/client/fetch-json.ts';
import { Button } from '../ui/button.tsx';

function retryNow(url: string): Promise<unknown> {
  return fetchJson<unknown>(url, { method: 'POST' });
}

/** Asks Tenure to try the API server at once instead of at its next attempt. */
export function RetryButton({ label, ink = false }: { label: string; ink?: boolean }) {
  const { trigger, isMutating, error } = useSWRMutation<unknown, Error>(apiUrl('/api/v1/retry'), retryNow, {
    throwOnError: false,
  });
  return (
    <>
      <Button ink={ink} disabled={isMutating} onClick={() => void trigger()}>
        {isMutating ? 'Trying…' : label}
      </Button>
      {error === undefined ? null : <span role="status">Could not ask: {error.message}</span>}
    </>
  );
}
