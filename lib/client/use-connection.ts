'use client';
import useSWRSubscription from 'swr/subscription';
import { connect } from './connect.ts';

/**
 * Holds the page's connection to Tenure while a component that calls this is mounted; SWR makes sure that it
 * is one, however many call. What arrives is in the store: see `use-live.ts`.
 */
export function useConnection(): void {
  useSWRSubscription('tenure-stream', (_key, { next }: { next: (error: null, open: boolean) => void }) => {
    const disconnect = connect();
    next(null, true);
    return disconnect;
  });
}
