'use client';
import type { ReactNode } from 'react';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { ConnectingState } from './state-connecting.tsx';
import { SyncingState } from './state-syncing.tsx';

/** Seldom seen: loaded when needed, for then Tenure itself answers. */
const NoClusterState = lazyPart(async () => (await import('./state-no-cluster.tsx')).NoClusterState);
const ForbiddenState = lazyPart(async () => (await import('./state-forbidden.tsx')).ForbiddenState);
const UnauthorizedState = lazyPart(async () => (await import('./state-unauthorized.tsx')).UnauthorizedState);
const UnreachableState = lazyPart(async () => (await import('./state-unreachable.tsx')).UnreachableState);

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
      return hasRows ? null : <Broken view={view} />;
  }
}

function Broken({ view }: { view: Extract<FeedView, { type: 'broken' }> }) {
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
