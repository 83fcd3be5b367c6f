'use client';
import { createElement, type ReactNode } from 'react';
import { SWRConfig, type SWRConfiguration } from 'swr';
import { ApiError } from './fetch-json.ts';

const EVERY_MS = 5_000;
const LATEST_MS = 15_000;

/** What was asked wrongly, or by nobody who is signed in, is answered alike the next time. */
const FINAL: ReadonlySet<number> = new Set([400, 401]);

/** Keys that are about to be asked again: each failed read asks for that, whatever it was begun by. */
const waiting = new Set<string>();

/**
 * SWR asks no more at its interval once a read has failed, and then ever less often, half an hour apart in the end:
 * after an outage a page is itself again about as soon as it would have read anyhow.
 */
export const onErrorRetry: NonNullable<SWRConfiguration['onErrorRetry']> = (
  error,
  key,
  { refreshInterval },
  revalidate,
  { retryCount },
) => {
  if (waiting.has(key) || (error instanceof ApiError && FINAL.has(error.status))) return;
  waiting.add(key);
  const everyMs = typeof refreshInterval === 'number' && refreshInterval > 0 ? refreshInterval : EVERY_MS;
  setTimeout(
    () => {
      waiting.delete(key);
      void revalidate({ retryCount, dedupe: true });
    },
    Math.min(everyMs, LATEST_MS),
  );
};

/** How everything on a page is read. */
export function Reads({ children }: { children: ReactNode }): ReactNode {
  return createElement(SWRConfig, { value: { onErrorRetry } }, children);
}
