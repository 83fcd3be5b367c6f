/** The feed's state as the fate of its connection makes it (`docs/api.md`, "Feed"). */
import type { FeedError, FeedState } from '../lease/feed.ts';
import type { KubeFailure } from './failure.ts';
import type { FeedKeeper } from './scope-feed.ts';
import type { Timers } from './timers.ts';

/** A feed that has not been live for longer than this is unreachable. */
const STALE_MS = 60_000;

export type FeedHealth = {
  live(): void;
  /** An attempt failed (null: the watch ended too early); the next one comes after `delayMs`. */
  lost(failure: KubeFailure | null, lastError: FeedError, delayMs: number): void;
  end(): void;
};

export function createFeedHealth(options: {
  feed: FeedKeeper;
  clock: { now(): number };
  timers: Timers;
}): FeedHealth {
  const { feed, clock, timers } = options;
  let everLive = false;
  /** When the feed ceased to be live. */
  let lostAt: number | null = null;
  let attempt = 0;
  let cancelStale = (): void => undefined;

  function stateAfter(failure: KubeFailure | null): FeedState {
    if (failure?.type === 'unauthorized') return 'unauthorized';
    if (failure?.type === 'forbidden') return 'forbidden';
    const staleForMs = everLive && lostAt !== null ? clock.now() - lostAt : Number.POSITIVE_INFINITY;
    if (staleForMs >= STALE_MS) return 'unreachable';
    cancelStale = timers.after(STALE_MS - staleForMs, () => {
      if (feed.state() === 'stale') feed.to('unreachable');
    });
    return 'stale';
  }

  return {
    live() {
      everLive = true;
      lostAt = null;
      attempt = 0;
      cancelStale();
      feed.to('live', { lastError: null, attempt, nextAttemptAt: null });
    },
    lost(failure, lastError, delayMs) {
      attempt += 1;
      lostAt ??= clock.now();
      cancelStale();
      feed.to(stateAfter(failure), { lastError, attempt, nextAttemptAt: clock.now() + delayMs });
    },
    end() {
      cancelStale();
    },
  };
}
