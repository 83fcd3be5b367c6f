'use client';
import type { HistoryStatus } from '../view/status.ts';
import { useLive } from './use-live.ts';

/** Null before Tenure has spoken. */
export function useHistoryStatus(): HistoryStatus | null {
  return useLive((state) => state.status?.history ?? null);
}

/** From when on anything is known: from what is kept, else from when this Tenure began to watch. Epoch ms. */
export function useKeptFrom(): number | null {
  const history = useHistoryStatus();
  const observedSince = useLive((state) => state.status?.observedSince ?? null);
  const kept = history?.state === 'ready' ? history.keptFrom : null;
  if (kept === null || observedSince === null) return kept ?? observedSince;
  return Math.min(kept, observedSince);
}
