/**
 * What may be said of each Lease at this moment: by its own scope's feed, and by what the browser itself has
 * heard. Nothing is judged past the moment up to which something is known.
 */
import type { Feed, ScopeFeed } from '../lease/feed.ts';
import { type FeedHealth, feedHealth, type LeaseState, leaseState } from '../lease/state.ts';
import type { LeaseRow } from './lease-row.ts';

/** "Released" is how a vacancy younger than `takeoverDueAt` is shown; it is not a state. */
export type RowMark = LeaseState | 'released';

export type Judged = {
  row: LeaseRow;
  state: LeaseState;
  mark: RowMark;
  /** The last thing known, where `state` is unknown because the feed is not live. */
  was: LeaseState | null;
  /** The moment to which this Lease's ages run, epoch ms: now, or as of when it was last known. */
  now: number;
  /** Its ages stand still. */
  frozen: boolean;
};

export type JudgeInput = {
  feed: Feed;
  /** Per scope, in the feed's order. */
  provenAt: readonly (number | null)[];
  now: number;
  /** When the browser last heard Tenure; given only when it no longer does. */
  lostAt: number | null;
};

type ScopeView = { scope: ScopeFeed; health: FeedHealth; now: number; frozen: boolean };

/** The moment up to which a scope that is not live is known, epoch ms. */
export function knownUntil(scope: ScopeFeed): number {
  const heard = Math.max(scope.lastEventAt ?? 0, scope.provenAt ?? 0);
  return heard > 0 ? heard : scope.since;
}

function viewScope(scope: ScopeFeed, provenAt: number | null, input: JudgeInput): ScopeView {
  const health = feedHealth(scope, provenAt);
  const limit = input.lostAt ?? input.now;
  const now = health.live ? limit : Math.min(limit, knownUntil(scope));
  return { scope, health, now, frozen: !health.live || input.lostAt !== null };
}

export type Judge = {
  judge(row: LeaseRow): Judged;
  scopeOf(row: { namespace: string }): ScopeFeed | null;
};

export function createJudge(input: JudgeInput): Judge {
  const views = input.feed.scopes.map((scope, index) =>
    viewScope(scope, input.provenAt[index] ?? null, input),
  );
  const whole = views.find((view) => view.scope.namespace === null) ?? null;
  const byNamespace = new Map(views.map((view) => [view.scope.namespace, view]));
  const viewOf = (row: { namespace: string }): ScopeView | null => byNamespace.get(row.namespace) ?? whole;

  return {
    scopeOf: (row) => viewOf(row)?.scope ?? null,
    judge(row) {
      const view = viewOf(row);
      if (view === null) {
        return { row, state: 'unknown', mark: 'unknown', was: null, now: input.now, frozen: true };
      }
      const known = leaseState(row, view.now, { ...view.health, live: true });
      const state = view.frozen ? 'unknown' : known;
      return {
        row,
        state,
        mark: markOf(row, state, view.now),
        was: view.frozen ? known : null,
        now: view.now,
        frozen: view.frozen,
      };
    },
  };
}

/** What is read every 5 s and has not been for longer tells nothing about now. */
const OLD_READING_MS = 15_000;

/** The same row judged as of `at` (epoch ms, when it was asked for), where nothing newer is known of it. */
export function judgedAsOf(judged: Judged, at: number): Judged {
  if (judged.frozen || at > judged.now) return judged;
  const state = leaseState(judged.row, at, { live: true, provenAt: at, resumedAt: null, lostAt: null });
  if (judged.now - at > OLD_READING_MS)
    return { ...judged, state: 'unknown', mark: 'unknown', was: state, now: at, frozen: true };
  return { ...judged, state, mark: markOf(judged.row, state, at), now: at };
}

function markOf(row: LeaseRow, state: LeaseState, now: number): RowMark {
  return state === 'vacant' && row.takeoverDueAt !== null && now < row.takeoverDueAt ? 'released' : state;
}

/** Belongs into the group that is pinned to the top. */
export function needsEyes(judged: Judged): boolean {
  return judged.mark === 'expired' || judged.mark === 'vacant' || judged.mark === 'late';
}
