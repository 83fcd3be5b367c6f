/** The handovers of this process's life, the last 10,000 of them, in memory. */
import type { Handover } from '../lease/handover.ts';
import { leaseKey } from '../lease/record.ts';

export const HANDOVERS_KEPT = 10_000;
const DAY_MS = 86_400_000;

export type HandoverLog = {
  /** Records it, or completes the one of the same id (a release that has now been taken over). */
  add(handover: Handover): void;
  all(): Iterable<Handover>;
  size(): number;
  /** Of one Lease in the last 24 h: those with a `to` that are no first holding (`docs/api.md`). */
  countLastDay(namespace: string, name: string, now: number): number;
};

export function createHandoverLog(kept = HANDOVERS_KEPT): HandoverLog {
  const byId = new Map<string, Handover>();
  const byLease = new Map<string, Map<string, Handover>>();

  function remove(handover: Handover): void {
    byId.delete(handover.id);
    const ofLease = byLease.get(leaseKey(handover));
    ofLease?.delete(handover.id);
    if (ofLease?.size === 0) byLease.delete(leaseKey(handover));
  }

  return {
    add(handover) {
      const before = byId.get(handover.id);
      if (before !== undefined) remove(before);
      byId.set(handover.id, handover);
      const key = leaseKey(handover);
      const ofLease = byLease.get(key) ?? new Map<string, Handover>();
      byLease.set(key, ofLease.set(handover.id, handover));
      if (byId.size > kept) {
        const oldest = byId.values().next().value;
        if (oldest !== undefined) remove(oldest);
      }
    },
    all: () => byId.values(),
    size: () => byId.size,
    countLastDay(namespace, name, now) {
      let count = 0;
      for (const handover of byLease.get(leaseKey({ namespace, name }))?.values() ?? []) {
        if (handover.to !== null && handover.cause !== 'first' && handover.at > now - DAY_MS) count += 1;
      }
      return count;
    },
  };
}
