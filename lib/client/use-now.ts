'use client';
import { useSyncExternalStore } from 'react';
import { subscribeTick, tickNow } from './ticker.ts';

/** Tenure's time, epoch ms, renewed once a second by the page's one ticker; null before Tenure has spoken. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribeTick, tickNow, () => null);
}
