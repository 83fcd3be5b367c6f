'use client';
import { useSyncExternalStore } from 'react';
import { subscribeTick, tickNow } from '../../lib/client/ticker.ts';

const MINUTE_MS = 60_000;

/** The minute that it is, epoch ms: for what says of which day a moment is, and is not drawn anew each second. */
export function useMinute(): number | null {
  return useSyncExternalStore(subscribeTick, minuteNow, () => null);
}

function minuteNow(): number | null {
  const now = tickNow();
  return now === null ? null : Math.floor(now / MINUTE_MS) * MINUTE_MS;
}
