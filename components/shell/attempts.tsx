'use client';
import { useNow } from '../../lib/client/use-now.ts';
import type { ScopeFeed } from '../../lib/lease/feed.ts';
import { nextAttempt } from '../../lib/view/board-feed.ts';
import { formatRough } from '../../lib/view/format.ts';

/** "attempt 9, next in 6 s": when Tenure tries by itself. */
export function Attempts({ scopes }: { scopes: readonly ScopeFeed[] }) {
  const now = useNow();
  const { at, attempt } = nextAttempt(scopes);
  if (now === null) return null;
  const next = at === null ? 'trying now' : at <= now ? 'next now' : `next in ${formatRough(at - now + 999)}`;
  return (
    <span className="whitespace-nowrap">
      {attempt > 0 ? `attempt ${attempt}, ` : ''}
      {next}
    </span>
  );
}
