'use client';
/** Whether this browser is to notify of new alerts: a choice that all its tabs share. */
import { useSyncExternalStore } from 'react';

const KEY = 'tenure-notices';
const listeners = new Set<() => void>();

function wanted(): boolean {
  try {
    return window.localStorage.getItem(KEY) === 'on';
  } catch (error) {
    // Storage that the browser refuses remembers no choice.
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}

/** The other tabs hear of it by the storage's own event. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useNoticesWanted(): boolean {
  return useSyncExternalStore(subscribe, wanted, () => false);
}

export function wantNotices(on: boolean): void {
  try {
    window.localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  for (const listener of listeners) listener();
}
