'use client';
import { lazy, type ReactNode, Suspense } from 'react';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { ConnectingState } from './state-connecting.tsx';
import { SyncingState } from './state-syncing.tsx';
import { UnauthorizedState } from './state-unauthorized.tsx';
import { UnreachableState } from './state-unreachable.tsx';

/** Long, and seldom seen: loaded when needed, for then Tenure itself answers. */
const NoClusterState = lazy(async () => ({
  default: (await import('./state-no-cluster.tsx')).NoClusterState,
}));
const ForbiddenState = lazy(async () => ({
  default: (await import('./state-forbidden.tsx')).ForbiddenState,
}));

/**
 * What takes the place of a page that has nothing to show yet, and says what to do; null when the page can
 * be shown. `hasRows`: the page knows Leases, from before or from a list under way.
 */
export function feedState(view: FeedView, hasRows: boolean): ReactNode {
  switch (view.type) {
    case 'connecting':
      return <ConnectingState problem={view.problem} />;
    case 'live':
      return null;
    case 'lost':
      return hasRows ? null : <ConnectingState problem={view.problem} />;
    case 'syncing':
      return hasRows ? null : <SyncingState view={view} />;
    case 'broken':
      if (hasRows) return null;
      switch (view.kind) {
        case 'unconfigured':
          return (
            <Suspense>
              <NoClusterState />
            </Suspense>
          );
        case 'forbidden':
          return (
            <Suspense>
              <ForbiddenState view={view} />
            </Suspense>
          );
        case 'unauthorized':
          return <UnauthorizedState view={view} />;
        case 'unreachable':
        case 'stale':
          return <UnreachableState view={view} />;
      }
  }
}
