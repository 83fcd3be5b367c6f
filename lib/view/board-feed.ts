/** What the shell says about the connection: which link broke, since when, and whether the board can be shown. */
import type { Feed, FeedError, ScopeFeed } from '../lease/feed.ts';
import { knownUntil } from './board-judge.ts';

export type FeedView =
  /** Nothing heard from Tenure yet; `problem` once an attempt has failed. */
  | { type: 'connecting'; problem: string | null }
  /** The browser has not heard Tenure since `heardAt`; `asOf` is earlier where Tenure itself was stale by then. */
  | { type: 'lost'; heardAt: number; asOf: number; problem: string | null }
  | { type: 'live' }
  /** `asOf`: what is shown meanwhile was true then, where something was known before; null at the first list. */
  | { type: 'syncing'; done: number; total: number | null; since: number; asOf: number | null }
  /** Tenure no longer hears the API server, or is not let in. */
  | { type: 'broken'; kind: BrokenKind; asOf: number | null; scopes: ScopeFeed[]; error: FeedError | null };

export const BROKEN_KINDS = ['unconfigured', 'forbidden', 'unauthorized', 'unreachable', 'stale'] as const;
export type BrokenKind = (typeof BROKEN_KINDS)[number];

export type FeedViewInput = {
  feed: Feed | null;
  /** When Tenure was last heard, on its own clock, where it is no longer; null while it is. */
  lostAt: number | null;
  problem: string | null;
};

export function feedView({ feed, lostAt, problem }: FeedViewInput): FeedView {
  if (feed === null) return { type: 'connecting', problem };
  if (lostAt !== null) {
    const before = feedView({ feed, lostAt: null, problem });
    return { type: 'lost', heardAt: lostAt, asOf: Math.min(lostAt, shownAsOf(before) ?? lostAt), problem };
  }
  const kind = BROKEN_KINDS.find((candidate) => candidate === feed.state);
  if (kind !== undefined) {
    const scopes = feed.scopes.filter((scope) => scope.state === kind);
    const wasLive = scopes.filter((scope) => scope.lastEventAt !== null);
    const asOf = wasLive.length === 0 ? null : Math.min(...wasLive.map(knownUntil));
    const error = scopes.find((scope) => scope.lastError !== null)?.lastError ?? feed.lastError;
    return { type: 'broken', kind, asOf, scopes, error };
  }
  if (feed.state === 'live') return { type: 'live' };
  const wasLive = feed.scopes.filter((scope) => scope.state === 'syncing' && scope.provenAt !== null);
  const asOf = wasLive.length === 0 ? null : Math.min(...wasLive.map(knownUntil));
  return { type: 'syncing', done: feed.done, total: feed.total, since: feed.since, asOf };
}

/** The moment, epoch ms, that a page shows which is not live; null while it is, and while nothing is known. */
export function shownAsOf(view: FeedView): number | null {
  return view.type === 'lost' || view.type === 'broken' || view.type === 'syncing' ? view.asOf : null;
}

/** For what was never live; what was is "Stale". */
const BROKEN_TITLES: Record<BrokenKind, string> = {
  stale: 'Stale',
  unreachable: 'Unreachable',
  forbidden: 'Forbidden',
  unauthorized: 'Not let in',
  unconfigured: 'No cluster',
};

/** The page's title leads with this while what it shows is not live. */
export function titlePrefix(view: FeedView): string {
  switch (view.type) {
    case 'live':
      return '';
    case 'connecting':
      return 'Connecting · ';
    case 'syncing':
      return 'Reading · ';
    case 'lost':
      return 'Stale · ';
    case 'broken':
      return `${view.asOf === null ? BROKEN_TITLES[view.kind] : 'Stale'} · `;
  }
}

/** When the next attempt is due, epoch ms; null when none is planned. */
export function nextAttempt(scopes: readonly ScopeFeed[]): { at: number | null; attempt: number } {
  const due = scopes.map((scope) => scope.nextAttemptAt).filter((at) => at !== null);
  return {
    at: due.length === 0 ? null : Math.min(...due),
    attempt: Math.max(0, ...scopes.map((scope) => scope.attempt)),
  };
}
