/**
 * The page's one ticker: all ages move together, once a second. It stands still while nobody listens, and
 * what it shows is Tenure's time, not the browser's.
 */
import { liveNow } from './live-store.ts';

const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let shown: number | null = null;
let timer: ReturnType<typeof setInterval> | null = null;

/** Reads the clock anew and tells everybody; also called when the first message arrives. */
export function tick(): void {
  shown = liveNow();
  for (const listener of listeners) listener();
}

export function tickNow(): number | null {
  return shown;
}

export function subscribeTick(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    shown = liveNow();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}
