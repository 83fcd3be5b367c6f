'use client';
import { useEffect } from 'react';
import useSWR from 'swr';
import type { AlertsAnswer, AlertView } from '../view/alert.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson } from './fetch-json.ts';
import { useLive } from './use-live.ts';

const EVERY_MS = 15_000;
/** The most urgent; more marks than these nobody tells apart. */
const MOST = 1_000;

const NO_ALERTS: readonly AlertView[] = [];

/**
 * What fired at any time of a range, firing or over, about anything or one Lease. `words` as the API takes them; null
 * asks nothing.
 */
export function useAlertsBetween(
  words: { from: string; to: string } | null,
  moving: boolean,
  about: { namespace?: string; name?: string; cluster?: string } = {},
): readonly AlertView[] {
  const { namespace, name, cluster } = about;
  const told = useLive((state) => state.alertsTold);
  const { data, mutate } = useSWR<AlertsAnswer, unknown>(
    words === null ? null : ['alerts', 'between', words.from, words.to, namespace, name, cluster],
    () =>
      fetchJson<AlertsAnswer>(
        apiUrl('/api/v1/alerts', { ...words, ...about, state: ['firing', 'resolved'], limit: MOST }),
      ),
    { refreshInterval: moving ? EVERY_MS : 0, keepPreviousData: true },
  );
  // What began or ended just now belongs to a range that moves.
  useEffect(() => {
    if (told > 0 && moving) void mutate();
  }, [told, moving, mutate]);
  return data?.items ?? NO_ALERTS;
}
