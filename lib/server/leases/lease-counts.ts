/**
 * What has been counted of single Leases since the start, for those that changed hands or were silent too long:
 * handovers by cause, and the time in which nobody validly held them.
 */
import type { Handover, HandoverCause } from '../../lease/handover.ts';
import { leaseKey } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';

/** Those that are handovers from one holder to another: neither the first nor what nobody has followed yet. */
export const COUNTED_CAUSES = ['unseen', 'recreated', 'release', 'early', 'expiry'] as const;
export type CountedCause = (typeof COUNTED_CAUSES)[number];
export type LeaseCount = { handovers: Record<CountedCause, number>; leaderlessMs: number };

/** Names may be made up without end: what changed longest ago is forgotten, and counted from zero again. */
const MOST_KEPT = 10_000;

export type LeaseCounts = {
  /** One that is complete; each once. */
  handover(handover: Handover): void;
  /** After a renewal: a gap longer than the duration was time without a leader that nobody took. */
  renewed(lease: TrackedLease): void;
  /**
   * As of `now` (epoch ms); with the time without a leader that is under way, while its feed is live. Never less
   * than it answered before.
   */
  of(lease: TrackedLease, isLive: boolean, now: number): LeaseCount;
};

type Kept = LeaseCount & { toldMs: number };

/** What was before `startedAt` (epoch ms) does not count. */
export function createLeaseCounts(startedAt: number): LeaseCounts {
  const byLease = new Map<string, Kept>();

  function kept(key: string): Kept {
    const found = byLease.get(key) ?? { handovers: none(), leaderlessMs: 0, toldMs: 0 };
    // A Map keeps its order of insertion: what changes becomes the newest.
    byLease.delete(key);
    byLease.set(key, found);
    const oldest = byLease.size > MOST_KEPT ? byLease.keys().next().value : undefined;
    if (oldest !== undefined) byLease.delete(oldest);
    return found;
  }

  return {
    handover(handover) {
      if (handover.to === null || !isCounted(handover.cause)) return;
      const count = kept(leaseKey(handover));
      count.handovers[handover.cause] += 1;
      count.leaderlessMs += Math.max(0, Math.min(handover.vacantMs ?? 0, handover.at - startedAt));
    },
    renewed(lease) {
      const { lastGapMs, durationMs, elects } = lease;
      if (!elects || lastGapMs === null || durationMs === null || lastGapMs <= durationMs) return;
      kept(leaseKey(lease.record)).leaderlessMs += lastGapMs - durationMs;
    },
    of(lease, isLive, now) {
      const since = isLive ? leaderlessSince(lease) : null;
      const openMs = since === null ? 0 : Math.max(0, now - Math.max(since, startedAt));
      const key = leaseKey(lease.record);
      const found = byLease.get(key);
      if (found === undefined && openMs === 0) return { handovers: none(), leaderlessMs: 0 };
      const count = found ?? kept(key);
      // What is measured by the API server's stamps may be a little shorter than what was seen while it lasted.
      count.toldMs = Math.max(count.toldMs, count.leaderlessMs + openMs);
      return { handovers: { ...count.handovers }, leaderlessMs: count.toldMs };
    },
  };
}

function leaderlessSince({ state, vacantSince, lastRenewalAt, expiresAfterMs }: TrackedLease): number | null {
  if (state === 'vacant') return vacantSince;
  if (state !== 'expired' || lastRenewalAt === null || expiresAfterMs === null) return null;
  return lastRenewalAt + expiresAfterMs;
}

function isCounted(cause: HandoverCause): cause is CountedCause {
  return (COUNTED_CAUSES as readonly HandoverCause[]).includes(cause);
}

function none(): Record<CountedCause, number> {
  return { unseen: 0, recreated: 0, release: 0, early: 0, expiry: 0 };
}
