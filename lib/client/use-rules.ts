'use client';
import useSWR from 'swr';
import type { RulesAnswer } from '../view/rules.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';
import { useLive } from './use-live.ts';

/** Every Lease is looked at for each answer: no more often than somebody can read it. */
const EVERY_MS = 10_000;

export type RulesReading = { rules: RulesAnswer | null; problem: string | null };

/** How each rule is set, and the worst there is now. */
export function useRules(): RulesReading {
  const heard = useLive((state) => state.status !== null);
  const { data, error } = useSWR<RulesAnswer, unknown>(
    heard ? apiUrl('/api/v1/rules') : null,
    (url: string) => fetchJson<RulesAnswer>(url),
    { refreshInterval: EVERY_MS },
  );
  return {
    rules: data ?? null,
    problem: problemOf(error),
  };
}
