'use client';
import useSWR from 'swr';
import type { BlindStretch } from '../view/timeline.ts';
import type { RangeWords } from '../view/timeline-range.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson } from './fetch-json.ts';
import { useHistoryStatus } from './use-history-status.ts';
import { useReadAnew } from './use-read-anew.ts';

const EVERY_MS = 15_000;

/** When nobody watched, as far as it is kept; null while that is not known. `moves`: the range ends now. */
export function useBlindSpots(words: RangeWords, moves: boolean): readonly BlindStretch[] | null {
  const kept = useHistoryStatus()?.state === 'ready';
  const asked = `${words.from} ${words.to}`;
  const { data, mutate } = useSWR<{ items: BlindStretch[]; asked: string }, unknown>(
    kept ? ['blind-spots', asked] : null,
    async () => ({
      ...(await fetchJson<{ items: BlindStretch[] }>(apiUrl('/api/v1/blind-spots', words))),
      asked,
    }),
    { refreshInterval: moves ? EVERY_MS : 0, keepPreviousData: true },
  );
  // A restart of Tenure is a blind spot of its own: each snapshot may have brought one.
  useReadAnew(mutate);
  // Those of another range are not all of this one.
  return data?.asked === asked ? data.items : null;
}
