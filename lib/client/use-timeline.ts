'use client';
import { useEffect, useMemo, useRef } from 'react';
import { preload } from 'react-dom';
import useSWR from 'swr';
import useSWRInfinite from 'swr/infinite';
import { COARSE_PAGES } from '../view/narrow.ts';
import type {
  BlindStretch,
  SlowStretch,
  TimelineAnswer,
  TimelineLane,
  TimelineOverview,
} from '../view/timeline.ts';
import { apiUrl, ofCluster } from './api-url.ts';
import { ApiError, fetchJson, reasonOf } from './fetch-json.ts';
import { useLive } from './use-live.ts';

export const LANES_A_PAGE = 200;
/** The store is up to a second behind what the stream has said. */
const WRITTEN_WITHIN_MS = 1_500;
const SOONEST_MS = 3_000;
const LATEST_MS = 15_000;
const OVERVIEW_SOONEST_MS = 15_000;
const OVERVIEW_LATEST_MS = 60_000;

/** As the API is asked; `from` and `to` in its own words, so that "now-6h" is the server's now. */
export type TimelineQuery = {
  from: string;
  to: string;
  namespaces: readonly string[];
  classes: readonly string[];
  q: string;
  moved: boolean;
  /** Another cluster in the same database; null for the one that is watched. */
  cluster: string | null;
};

export type TimelineReading = {
  /** Of this query or, while that is on its way, of the one before; null before there is any. */
  data: TimelineData | null;
  /** `data` is not of this query, which is being read or could not be. */
  earlier: boolean;
  problem: { code: string; message: string } | null;
  loadingMore: boolean;
  more: () => void;
};

export type TimelineData = {
  asOf: number;
  from: number;
  to: number;
  pointMs: number;
  total: number;
  lanes: TimelineLane[];
  blindSpots: BlindStretch[];
  slow: SlowStretch[];
  hasMore: boolean;
};

/** `url`: what it answers. */
type TimelinePage = TimelineAnswer & { url: string };

export function filters(
  query: Pick<TimelineQuery, 'namespaces' | 'classes' | 'q' | 'cluster'>,
): Record<string, string | readonly string[]> {
  return {
    namespace: query.namespaces,
    class: query.classes,
    ...(query.q === '' ? {} : { q: query.q }),
    ...ofCluster(query.cluster),
  };
}

function problemOf(error: unknown): TimelineReading['problem'] {
  if (error === undefined) return null;
  return { code: error instanceof ApiError ? error.code : 'unknown', message: reasonOf(error) };
}

/**
 * How many moments a drawing can tell apart: of two sorts of pages, so that what is asked for is known before the page is
 * laid out.
 */
export const POINTS = { fine: 1_000, coarse: 400 };

function lanesUrl(query: TimelineQuery, points: number): string {
  return apiUrl('/api/v1/timeline', {
    from: query.from,
    to: query.to,
    ...filters(query),
    ...(query.moved ? { moved: '1' } : {}),
    points,
    limit: LANES_A_PAGE,
  });
}

/**
 * To be called while the page is drawn on the server: the browser asks for the lanes beside the scripts that draw them,
 * and `useTimeline` is given that answer.
 */
export function preloadLanes(query: TimelineQuery): void {
  if (typeof window !== 'undefined') return;
  const early = { as: 'fetch', crossOrigin: 'anonymous' } as const;
  preload(lanesUrl(query, POINTS.coarse), { ...early, media: COARSE_PAGES });
  preload(lanesUrl(query, POINTS.fine), { ...early, media: `not all and ${COARSE_PAGES}` });
}

/**
 * The lanes of a range, a page after the other. A range that moves is asked anew every few seconds, and soon
 * after a handover was streamed. `points`: how many moments can be told apart in the drawing; 0 waits.
 */
export function useTimeline(query: TimelineQuery, points: number, moving: boolean): TimelineReading {
  const base = lanesUrl(query, points);
  const { data, error, size, setSize, mutate, isLoading, isValidating } = useSWRInfinite<
    TimelinePage,
    unknown
  >(
    (index: number, before: TimelineAnswer | null) => {
      if (points === 0) return null;
      if (index === 0) return base;
      const cursor = before?.nextCursor ?? null;
      return cursor === null ? null : `${base}&cursor=${encodeURIComponent(cursor)}`;
    },
    async (url: string) => ({ ...(await fetchJson<TimelineAnswer>(url)), url }),
    {
      keepPreviousData: true,
      // What moves is asked anew whole; what is still does not change.
      revalidateAll: moving,
      revalidateFirstPage: moving,
      revalidateOnFocus: moving,
      refreshInterval: moving ? refreshMs : 0,
      errorRetryInterval: 3_000,
      // Comparing thousands of spans costs more than drawing them anew, and what moves is never the same.
      compare: Object.is,
    },
  );
  useAfterHandover(moving, () => void mutate());
  const whole = useMemo(() => (data === undefined ? null : joined(data)), [data]);
  const loadingMore = isValidating && data !== undefined && data.length < size;
  const sizes = useRef({ size, busy: false });
  sizes.current = { size, busy: loadingMore || isLoading };
  return {
    data: whole,
    // Not whether it is being read: what failed is read no more for a while, and still not of this.
    earlier: data !== undefined && data[0]?.url !== base,
    problem: problemOf(error),
    loadingMore,
    more: () => {
      if (whole?.hasMore === true && !sizes.current.busy && (data?.length ?? 0) >= size)
        void setSize(size + 1);
    },
  };
}

/**
 * About when the picture has moved by a point, and never slower than a person expects of "now". One function
 * for all renders: SWR begins to wait anew when it gets another.
 */
function refreshMs(pages: readonly TimelineAnswer[] | undefined): number {
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, pages?.[0]?.pointMs ?? 0));
}

/** The first page says what holds for all. A Lease that moved from page to page meanwhile stands once. */
function joined(pages: readonly TimelineAnswer[]): TimelineData | null {
  const first = pages[0];
  if (first === undefined) return null;
  const lanes = new Map<string, TimelineLane>();
  for (const page of pages) for (const lane of page.items) lanes.set(`${lane.namespace}/${lane.name}`, lane);
  return {
    asOf: first.asOf,
    from: first.from,
    to: first.to,
    pointMs: first.pointMs,
    total: first.total,
    lanes: [...lanes.values()],
    blindSpots: first.blindSpots,
    slow: first.slow,
    hasMore: pages.at(-1)?.nextCursor != null,
  };
}

function useAfterHandover(active: boolean, refresh: () => void): void {
  const handovers = useLive((state) => state.handovers);
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  const seen = useRef(handovers);
  useEffect(() => {
    if (!active || seen.current === handovers) return;
    seen.current = handovers;
    const timer = setTimeout(() => latest.current(), WRITTEN_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [active, handovers]);
}

/** Often enough for its newest slot to grow before one's eyes: of a month they are hours long, and dear to count of some. */
function overviewRefreshMs(latest: TimelineOverview | undefined): number {
  return Math.min(OVERVIEW_LATEST_MS, Math.max(OVERVIEW_SOONEST_MS, (latest?.slotMs ?? 0) / 60));
}

/** Handovers per slot, for the strip above the lanes. */
export function useTimelineOverview(
  query: Pick<TimelineQuery, 'namespaces' | 'classes' | 'q' | 'cluster'>,
  range: { from: string; to: string },
  slots: number,
): TimelineOverview | null {
  const url = apiUrl('/api/v1/timeline/overview', { ...range, slots, ...filters(query) });
  const { data } = useSWR<TimelineOverview, unknown>(url, (one: string) => fetchJson<TimelineOverview>(one), {
    keepPreviousData: true,
    refreshInterval: overviewRefreshMs,
    errorRetryInterval: 5_000,
  });
  return data ?? null;
}
