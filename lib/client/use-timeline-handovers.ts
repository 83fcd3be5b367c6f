'use client';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, type Page, problemOf } from './fetch-json.ts';
import type { Placed } from './use-handovers.ts';
import { tellNodes } from './use-hues.ts';
import { useReadAnew } from './use-read-anew.ts';
import { filters, type TimelineQuery } from './use-timeline.ts';

/** A page of the API; Export has more. */
const MOST = 1_000;
const AGAIN_MS = 5_000;

/** `items`: of this very query, newest first; null before they were read. `more`: there are older ones. */
export type TimelineHandovers = {
  items: readonly Handover[] | null;
  more: boolean;
  problem: string | null;
};

/** The handovers of the lanes one by one, which the lanes themselves do not tell where they are many. */
export function useTimelineHandovers(query: TimelineQuery, moving: boolean): TimelineHandovers {
  const { from, to } = query;
  const url = apiUrl('/api/v1/handovers', { from, to, ...filters(query), limit: MOST });
  const { data, error, mutate } = useSWR<Page<Handover> & Placed, unknown>(
    url,
    async (one: string) => {
      const page = await fetchJson<Page<Handover> & Placed>(one);
      tellNodes(page.places);
      return page;
    },
    { refreshInterval: moving ? AGAIN_MS : 0, revalidateOnFocus: moving },
  );
  useReadAnew(mutate);
  return { items: data?.items ?? null, more: data?.nextCursor != null, problem: problemOf(error) };
}
