'use client';
import { useSyncExternalStore } from 'react';
import { NARROW_PAGES } from '../../lib/view/narrow.ts';

let asked: MediaQueryList | null = null;

/** One for all who look: each new one has the page's style worked out once more. */
function narrow(): MediaQueryList {
  asked ??= window.matchMedia(NARROW_PAGES);
  return asked;
}

function subscribe(listener: () => void): () => void {
  const query = narrow();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Rows are three lines high. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => narrow().matches,
    () => false,
  );
}
