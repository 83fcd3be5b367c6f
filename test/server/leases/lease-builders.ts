import type { LeaseRecord } from '../../../lib/lease/record.ts';
import { createTrackedLease, type TrackedLease } from '../../../lib/lease/tracked.ts';

export function record(over: Partial<LeaseRecord> = {}): LeaseRecord {
  return {
    namespace: 'kube-system',
    name: 'kube-scheduler',
    uid: `uid-${over.name ?? 'kube-scheduler'}`,
    resourceVersion: '1',
    class: 'control-plane',
    holder: 'node-a_1',
    durationSeconds: 15,
    acquireTime: '2027-01-15T08:00:00.000000Z',
    renewTime: '2027-01-15T08:00:00.000000Z',
    transitions: 0,
    strategy: null,
    preferredHolder: null,
    serverTime: null,
    writtenTime: null,
    annotations: null,
    ...over,
  };
}

let nextKey = 1;

/** A Lease as the book keeps it, held and last renewed at `at`. */
export function tracked(over: Partial<LeaseRecord> = {}, at = 1_800_000_000_000): TrackedLease {
  const lease = createTrackedLease(nextKey++, 0, record(over), at);
  lease.state = lease.holder === null ? 'vacant' : 'held';
  lease.lastRenewalAt = at;
  lease.heldSince = at;
  return lease;
}

export const LIVE = {
  health: { live: true, provenAt: null, resumedAt: null, lostAt: null },
  feedSince: null,
  latencyAllowanceMs: 50,
};
