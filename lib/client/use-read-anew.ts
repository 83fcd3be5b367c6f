'use client';
import { useEffect, useRef } from 'react';
import { useLive } from './use-live.ts';

/**
 * Calls `read` after each snapshot but the first: another instance of Tenure, or a line that was gone, makes what was
 * fetched beside the stream old at once. Not by another key: what was read under each would be kept for ever.
 */
export function useReadAnew(read: () => void): void {
  const snapshots = useLive((state) => state.snapshots);
  const before = useRef(snapshots);
  useEffect(() => {
    const isFirst = before.current === 0;
    if (before.current === snapshots) return;
    before.current = snapshots;
    if (!isFirst) read();
  }, [snapshots, read]);
}
