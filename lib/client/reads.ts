'use client';
import { createElement, type ReactNode } from 'react';
import { SWRConfig, type SWRConfiguration } from 'swr';

const EVERY_MS = 5_000;

/**
 * SWR asks no more at its interval once a read has failed, and then ever less often, half an hour apart in the end:
 * after an outage a page is itself again as soon as it would have read anyhow.
 */
const READS: SWRConfiguration = {
  onErrorRetry(_error, _key, { refreshInterval }, revalidate, { retryCount }) {
    const everyMs = typeof refreshInterval === 'number' && refreshInterval > 0 ? refreshInterval : EVERY_MS;
    setTimeout(() => void revalidate({ retryCount }), everyMs);
  },
};

/** How everything on a page is read. */
export function Reads({ children }: { children: ReactNode }): ReactNode {
  return createElement(SWRConfig, { value: READS }, children);
}
