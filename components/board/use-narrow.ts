'use client';
import { useSyncExternalStore } from 'react';

let asked: MediaQueryList | null = null;

/** One for all who look: each new one has the page's style worked out once more. */
function narrow(): MediaQueryList {
  asked ??= window.matchMedia('(max-width: 640px)');
  return asked;
}

function subscribe(listener: () => void): () => void {
  const query = narrow();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Rows are three lines high: as the style sheet has it below 640 px. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => narrow().matches,
    () => false,
  );
}
