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
const AGAIN_MS = 15_000;

/** `items`: of this very query, newest first; null before they were read. `more`: there are older ones. */
export type TimelineHandovers = {
  items: readonly Handover[] | null;
  more: boolean;
  /** From when on all are known, epoch ms; null where that is not told. */
  keptFrom: number | null;
  problem: string | null;
};

type Answer = Page<Handover> & Placed & { keptFrom: number | null };

/** The handovers of the lanes one by one, which the lanes themselves do not tell where they are many. */
export function useTimelineHandovers(query: TimelineQuery, moving: boolean): TimelineHandovers {
  const { from, to } = query;
  const url = apiUrl('/api/v1/handovers', { from, to, ...filters(query), limit: MOST });
  const { data, error, mutate } = useSWR<Answer, unknown>(
    url,
    async (one: string) => {
      const page = await fetchJson<Answer>(one);
      tellNodes(page.places);
      return page;
    },
    // Comparing a thousand of them costs more than drawing them anew.
    { refreshInterval: moving ? AGAIN_MS : 0, revalidateOnFocus: moving, compare: Object.is },
  );
  useReadAnew(mutate);
  const more = data?.nextCursor != null;
  return { items: data?.items ?? null, more, keptFrom: data?.keptFrom ?? null, problem: problemOf(error) };
}
