'use client';
import useSWR from 'swr';
import type { ClocksAnswer, HeatAnswer, NodesAnswer } from '../view/nodes.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';
import { useLive } from './use-live.ts';
import { useReadAnew } from './use-read-anew.ts';

const EVERY_MS = 5000;
/** 60,000 nodes are about a megabyte: they are asked for less often. */
const NODES_A_MS = 4;
const TROUBLED = 12;

export type Reading<T> = { data: T | null; problem: string | null };

function useReading<T>(url: string | null, everyMs: number | ((data: T | undefined) => number)): Reading<T> {
  const heard = useLive((state) => state.status !== null);
  const { data, error, mutate } = useSWR<T, unknown>(
    heard ? url : null,
    (from: string) => fetchJson<T>(from),
    {
      refreshInterval: everyMs,
      keepPreviousData: true,
    },
  );
  useReadAnew(mutate);
  const problem = problemOf(error);
  return { data: data ?? null, problem };
}

/** All nodes in brief. One function for all renders: SWR begins to wait anew when it gets another. */
export function useHeat(): Reading<HeatAnswer> {
  return useReading<HeatAnswer>(apiUrl('/api/v1/nodes/heat'), heatEveryMs);
}

function heatEveryMs(heat: HeatAnswer | undefined): number {
  return Math.max(EVERY_MS, (heat?.names.length ?? 0) / NODES_A_MS);
}

/** Those whose heartbeats are not in time, worst first. */
export function useTroubledNodes(): Reading<NodesAnswer> {
  const url = apiUrl('/api/v1/nodes', { state: ['expired', 'late', 'vacant', 'unknown'], limit: TROUBLED });
  return useReading<NodesAnswer>(url, EVERY_MS);
}

export function useNode(name: string | null): Reading<NodesAnswer> {
  return useReading<NodesAnswer>(name === null ? null : apiUrl('/api/v1/nodes', { name }), EVERY_MS);
}

export function useClocks(limit: number): Reading<ClocksAnswer> {
  return useReading<ClocksAnswer>(apiUrl('/api/v1/clocks', { limit }), EVERY_MS);
}
