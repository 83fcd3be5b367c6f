'use client';
import { useEffect } from 'react';
import useSWR, { mutate } from 'swr';
import type { NewSilence, SilencesAnswer, SilenceView } from '../view/silences.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';
import { useLive } from './use-live.ts';

/** The stream says at once when one begins or ends to silence; this is for those that match nothing just now. */
const EVERY_MS = 15_000;
const MOST = 200;

/** Of every change: a page of another origin cannot send this type unasked. */
const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };

const SILENCES = apiUrl('/api/v1/silences', { limit: MOST });

export type Silences = {
  /** In force, then those that are over; null before the first answer. */
  items: readonly SilenceView[] | null;
  more: boolean;
  problem: string | null;
};

/** Read once for all who ask. */
export function useSilences(): Silences {
  const heard = useLive((state) => state.status !== null);
  const { data, error } = useSWR<SilencesAnswer, unknown>(
    heard ? SILENCES : null,
    (url: string) => fetchJson<SilencesAnswer>(url),
    { refreshInterval: EVERY_MS },
  );
  return {
    items: data?.items ?? null,
    more: data !== undefined && data.nextCursor !== null,
    problem: problemOf(error),
  };
}

/** To be used once a page: reads anew as soon as the stream tells of alerts. */
export function useSilencesFollowed(): Silences {
  const told = useLive((state) => state.alertsTold);
  useEffect(() => {
    if (told > 0) void mutate(SILENCES);
  }, [told]);
  return useSilences();
}

/** Rejects with the server's `ApiError`, whose `parameter` names the field. */
export async function makeSilence(silence: NewSilence): Promise<void> {
  await fetchJson<SilenceView>(apiUrl('/api/v1/silences'), {
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify(silence),
  });
  await readAgain();
}

export async function endSilence({ id }: Pick<SilenceView, 'id'>): Promise<void> {
  await fetchJson<SilenceView>(apiUrl(`/api/v1/silences/${encodeURIComponent(id)}`), {
    method: 'DELETE',
    headers: JSON_HEADERS,
  });
  await readAgain();
}

/** Also what fires: what is silenced is told apart at once, stream or not. */
async function readAgain(): Promise<void> {
  await Promise.all([
    mutate(SILENCES),
    mutate((key) => typeof key === 'string' && key.startsWith(apiUrl('/api/v1/alerts'))),
  ]);
}
