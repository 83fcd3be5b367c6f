'use client';
import { useSyncExternalStore } from 'react';
import { COARSE_PAGES, NARROW_PAGES } from '../../lib/view/narrow.ts';

/** One for all who look: each new one has the page's style worked out once more. */
function watched(words: string) {
  let asked: MediaQueryList | null = null;
  const query = (): MediaQueryList => {
    asked ??= window.matchMedia(words);
    return asked;
  };
  return {
    subscribe(listener: () => void): () => void {
      const own = query();
      own.addEventListener('change', listener);
      return () => own.removeEventListener('change', listener);
    },
    matches: () => query().matches,
  };
}

const narrow = watched(NARROW_PAGES);
const coarse = watched(COARSE_PAGES);
const onServer = (): boolean => false;

/** Rows are three lines high. */
export function useNarrow(): boolean {
  return useSyncExternalStore(narrow.subscribe, narrow.matches, onServer);
}

/** Charts have room for fewer points. */
export function useCoarse(): boolean {
  return useSyncExternalStore(coarse.subscribe, coarse.matches, onServer);
}
