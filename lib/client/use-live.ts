'use client';
import { useSyncExternalStore } from 'react';
import type { LeaseRow } from '../view/lease-row.ts';
import { type LiveState, NOTHING_KNOWN } from './live-state.ts';
import { type Link, liveStore } from './live-store.ts';
import { subscribeTick } from './ticker.ts';

const CONNECTING: Link = { type: 'connecting', problem: null };

/**
 * A part of what Tenure has said; rendered anew only when that part is another. `select` must return the
 * same thing for the same state (a field, not a new object).
 */
export function useLive<T>(select: (state: LiveState) => T): T {
  return useSyncExternalStore(
    liveStore.subscribe,
    () => select(liveStore.state()),
    () => select(NOTHING_KNOWN),
  );
}

/** The row of one Lease, null while it is not known; the Lease may not exist. */
export function useLeaseRow(namespace: string, name: string): LeaseRow | null {
  return useLive((state) => {
    for (const row of state.rows.values()) {
      if (row.name === name && row.namespace === namespace) return row;
    }
    return null;
  });
}

/** How the browser hears Tenure. */
export function useLink(): Link {
  return useSyncExternalStore(liveStore.subscribe, liveStore.link, () => CONNECTING);
}

/** The browser has not heard Tenure for 12 s, or could not reach it again within 4 s. */
export function useLost(): boolean {
  return useSyncExternalStore(subscribeTick, liveStore.lost, () => false);
}
