/** The orders a list of Leases can have (`docs/api.md`, `sort`), as keys that are unique among Leases. */
import type { LeaseState } from '../../lease/state.ts';
import type { SortKey } from '../api/paging.ts';
import type { LeaseFields } from './lease-query.ts';

export const LEASE_SORTS = ['urgency', 'name', 'holder', 'tenure', 'age', 'handovers', 'headroom'] as const;
export type LeaseSort = (typeof LEASE_SORTS)[number];

/** Holders are ordered by so much of them: the key goes into the cursor, and a holder may call itself anything. */
const HOLDER_CHARACTERS = 200;

const URGENCY: Record<LeaseState, number> = { expired: 0, vacant: 1, late: 2, unknown: 3, held: 4 };

/**
 * The most urgent first, elections before heartbeats of the same state; the longest tenure, the oldest age,
 * the most handovers, the least headroom first. Unknown values come last, also in a reversed list.
 */
export function leaseSortKey(lease: LeaseFields, sort: LeaseSort): SortKey {
  const value = sortValue(lease, sort);
  return value === null ? [1, lease.namespace, lease.name] : [0, ...value, lease.namespace, lease.name];
}

function sortValue(lease: LeaseFields, sort: LeaseSort): (number | string)[] | null {
  switch (sort) {
    case 'urgency':
      return [URGENCY[lease.state], lease.elects ? 0 : 1];
    case 'name':
      return [];
    case 'holder':
      return known(lease.holder === null ? null : lease.holder.slice(0, HOLDER_CHARACTERS));
    case 'tenure':
      return known(lease.heldSince);
    case 'age':
      return known(lease.lastRenewalAt);
    case 'handovers':
      return [-lease.handovers24h];
    case 'headroom':
      return known(lease.headroomMs);
  }
}

function known(value: number | string | null): (number | string)[] | null {
  return value === null ? null : [value];
}
