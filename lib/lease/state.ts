/**
 * What state a Lease is in: one pure function of a record, a time and its feed's health, the same on the
 * server and in the browser. Source: field guide §10, `docs/api.md` ("state").
 */
import { isLive, type ScopeFeed } from './feed.ts';
import type { LeaseClass } from './record.ts';

export const LEASE_STATES = ['held', 'late', 'expired', 'vacant', 'unknown'] as const;
export type LeaseState = (typeof LEASE_STATES)[number];

/** The API server's identity Lease says 3600 s but is renewed every 10 s (field guide §5). */
export const APISERVER_LATE_MS = 30_000;
export const APISERVER_EXPIRED_MS = 60_000;

export type StateInput = {
  /** The effective holder, null when nobody holds it. */
  holder: string | null;
  /** When its last observation was made, epoch ms on Tenure's clock; null when not known. */
  lastRenewalAt: number | null;
  /** Ages, in ms; null when the Lease names no duration. */
  lateAfterMs: number | null;
  expiresAfterMs: number | null;
};

/** The feed's part in the judgement. */
export type FeedHealth = {
  live: boolean;
  /** See `ScopeFeed.provenAt`: an expiry later than this has not been proved by anything. */
  provenAt: number | null;
  /** When the feed came back to life, epoch ms; null while it never was away. */
  resumedAt: number | null;
  /** See `ScopeFeed.lostAt`: what had expired by then stays expired. */
  lostAt: number | null;
};

/** What a scope's feed contributes to every judgement of its Leases. */
export function feedHealth(
  feed: Pick<ScopeFeed, 'state' | 'since' | 'reconnects' | 'lostAt'>,
  provenAt: number | null,
): FeedHealth {
  const live = isLive(feed.state);
  return { live, provenAt, resumedAt: live && feed.reconnects > 0 ? feed.since : null, lostAt: feed.lostAt };
}

/**
 * The state at `now` (epoch ms, the same clock as `lastRenewalAt`). A Lease past its duration is `late`
 * until the watch has been proved to that moment, for a quiet watch may simply be dead; and until it has
 * been watched for a whole duration since the feed came back, as a candidate of client-go would wait
 * (field guide §2): an outage of the API server alone makes nothing expired. What had expired before it stays so.
 */
export function leaseState(lease: StateInput, now: number, feed: FeedHealth): LeaseState {
  if (!feed.live) return 'unknown';
  if (lease.holder === null) return 'vacant';
  if (lease.lastRenewalAt === null) return 'unknown';
  const age = now - lease.lastRenewalAt;
  if (lease.expiresAfterMs !== null && age > lease.expiresAfterMs) {
    const expiredAt = lease.lastRenewalAt + lease.expiresAfterMs;
    if (feed.resumedAt !== null && lease.lastRenewalAt < feed.resumedAt) {
      const wasExpired = feed.lostAt !== null && expiredAt <= feed.lostAt;
      if (!wasExpired && now - feed.resumedAt <= lease.expiresAfterMs) return 'late';
    }
    return feed.provenAt !== null && feed.provenAt >= expiredAt ? 'expired' : 'late';
  }
  if (lease.lateAfterMs !== null && age > lease.lateAfterMs) return 'late';
  return 'held';
}

/**
 * The age past which a renewal is late: min(max(3 r, L/2), (r + L)/2), r the usual renew gap and L the
 * duration, ms. Without a known gap L/2. Source: `docs/api.md` ("state").
 */
export function lateAfterMs(
  leaseClass: LeaseClass,
  durationMs: number | null,
  usualGapMs: number | null,
): number | null {
  if (leaseClass === 'apiserver') return APISERVER_LATE_MS;
  if (durationMs === null) return null;
  if (usualGapMs === null) return durationMs / 2;
  return Math.min(Math.max(3 * usualGapMs, durationMs / 2), (usualGapMs + durationMs) / 2);
}

/** The age past which a Lease has expired: its own duration; 60 s for an API server's identity. */
export function expiresAfterMs(leaseClass: LeaseClass, durationMs: number | null): number | null {
  return leaseClass === 'apiserver' ? APISERVER_EXPIRED_MS : durationMs;
}
