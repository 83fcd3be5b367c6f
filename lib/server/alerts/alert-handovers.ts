/** Handovers of the last hour by Lease, for what judges them again and again. */
import type { HistoryReads } from '../../history/history.ts';
import type { Handover } from '../../lease/handover.ts';
import { leaseKey } from '../../lease/record.ts';

const HOUR_MS = 3_600_000;
/** Of one Lease: one that flaps without end is found by fewer. */
const MOST_KEPT = 1000;
/** Of all Leases, of what another run has kept. */
const MOST_READ = 5000;
const NONE: readonly Handover[] = [];

export type AlertHandovers = {
  /** One that happened, or that is known better now. What nobody has followed and what was the first is left out. */
  add(handover: Handover): void;
  /** Oldest first. */
  of(record: { namespace: string; name: string }): readonly Handover[];
  /** Leaves out what is older than an hour at `now`, epoch ms. */
  forget(now: number): void;
};

export function createAlertHandovers(): AlertHandovers {
  const byLease = new Map<string, readonly Handover[]>();

  return {
    add(handover) {
      const key = leaseKey(handover);
      const others = (byLease.get(key) ?? NONE).filter(({ id }) => id !== handover.id);
      const counts = handover.to !== null && handover.cause !== 'first';
      // Also one that was written down long ago and read again: they are kept in the order of their times.
      const kept = counts ? [...others, handover].sort((a, b) => a.at - b.at).slice(-MOST_KEPT) : others;
      if (kept.length === 0) byLease.delete(key);
      else byLease.set(key, kept);
    },
    // Most Leases have none: no key is put together while there is nothing to find.
    of: (record) => (byLease.size === 0 ? NONE : (byLease.get(leaseKey(record)) ?? NONE)),
    forget(now) {
      for (const [key, handovers] of byLease) {
        const kept = handovers.filter(({ at }) => at > now - HOUR_MS);
        if (kept.length === 0) byLease.delete(key);
        else if (kept.length < handovers.length) byLease.set(key, kept);
      }
    },
  };
}

/** What is kept of those between `from` and `to`, epoch ms. Rejects where it cannot be read. */
export async function handoversSince(
  reads: Pick<HistoryReads, 'handovers'>,
  from: number,
  to: number,
): Promise<Handover[]> {
  const all = { namespaces: [], names: [], classes: [], q: null, causes: [], holders: [] };
  return reads.handovers({ ...all, from, to }, { limit: MOST_READ, after: null });
}
