'use client';
import useSWR from 'swr';
import type { BlindStretch, SlowStretch, TimelineAnswer, TimelineOverview } from '../view/timeline.ts';
import { moves, type ParsedRange } from '../view/timeline-range.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';

const EVERY_MS = 10_000;
const SLOTS = 120;
const POINTS = 500;

/** What all Leases did together: when renewals were slow, how many changed hands, when nobody watched. Epoch ms. */
export type ClusterStretch = {
  asOf: number;
  from: number;
  to: number;
  slow: readonly SlowStretch[];
  blindSpots: readonly BlindStretch[];
  /** Handovers by slots of `slotMs` from `from` on. */
  handovers: readonly number[];
  slotMs: number;
};

export function useClusterStretch(range: ParsedRange): {
  stretch: ClusterStretch | null;
  problem: string | null;
} {
  const { from, to } = range.words;
  const { data, error } = useSWR<ClusterStretch, unknown>(
    ['cluster-stretch', from, to],
    () => readStretch({ from, to }),
    { refreshInterval: moves(range) ? EVERY_MS : 0, keepPreviousData: true },
  );
  return {
    stretch: data ?? null,
    problem: problemOf(error),
  };
}

async function readStretch(words: { from: string; to: string }): Promise<ClusterStretch> {
  const [lanes, overview] = await Promise.all([
    // One lane is enough: the slow stretches are those of all.
    fetchJson<TimelineAnswer>(apiUrl('/api/v1/timeline', { ...words, points: POINTS, limit: 1 })),
    fetchJson<TimelineOverview>(apiUrl('/api/v1/timeline/overview', { ...words, slots: SLOTS })),
  ]);
  const { asOf, from, to, slotMs, handovers, blindSpots } = overview;
  return { asOf, from, to, slotMs, handovers, blindSpots, slow: lanes.slow };
}
