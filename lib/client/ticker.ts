/**
 * The page's one ticker: all ages move together, once a second. It stands still while nobody listens, and
 * what it shows is Tenure's time, not the browser's.
 */
import { liveNow } from './live-store.ts';

const TICK_MS = 1_000;
/** More than a tick that comes late. */
const ADRIFT_MS = 2_000;

const listeners = new Set<() => void>();
let shown: number | null = null;
let timer: ReturnType<typeof setInterval> | null = null;

/** Reads the clock anew and tells everybody. */
function tick(): void {
  shown = liveNow();
  for (const listener of listeners) listener();
}

/** A first message, or one after which Tenure's time is another than what is shown, is not left waiting. */
export function tickIfAdrift(): void {
  const now = liveNow();
  if (now !== null && (shown === null || Math.abs(now - shown) > ADRIFT_MS)) tick();
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
