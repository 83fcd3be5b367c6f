'use client';
import type { ReactNode } from 'react';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { ConnectingState } from './state-connecting.tsx';
import { ForbiddenState } from './state-forbidden.tsx';
import { NoClusterState } from './state-no-cluster.tsx';
import { SyncingState } from './state-syncing.tsx';
import { UnauthorizedState } from './state-unauthorized.tsx';
import { UnreachableState } from './state-unreachable.tsx';

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
          return <NoClusterState />;
        case 'forbidden':
          return <ForbiddenState view={view} />;
        case 'unauthorized':
          return <UnauthorizedState view={view} />;
        case 'unreachable':
        case 'stale':
          return <UnreachableState view={view} />;
      }
  }
}
