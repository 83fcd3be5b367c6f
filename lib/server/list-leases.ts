/** `GET /api/v1/leases`, asked of the runtime. */
import type { TrackedLease } from '../lease/tracked.ts';
import type { LeaseRow } from '../view/lease-row.ts';
import { type LeaseFields, type LeaseQuery, selectLeases } from './lease-query.ts';
import type { Runtime } from './runtime.ts';

export type LeasesAnswer = { asOf: number; items: LeaseRow[]; nextCursor: string | null };

export function listLeases(
  runtime: Pick<Runtime, 'now' | 'leases' | 'row' | 'isLive'>,
  query: LeaseQuery,
): LeasesAnswer {
  const asOf = runtime.now();
  function* fields(): Iterable<LeaseFields> {
    for (const lease of runtime.leases()) yield fieldsOf(runtime, lease, asOf);
  }
  return { asOf, ...selectLeases(fields(), query) };
}

function fieldsOf(runtime: Pick<Runtime, 'row' | 'isLive'>, lease: TrackedLease, now: number): LeaseFields {
  return {
    namespace: lease.record.namespace,
    name: lease.record.name,
    class: lease.class,
    state: runtime.isLive(lease) ? lease.state : 'unknown',
    holder: lease.holder,
    elects: lease.elects,
    heldSince: lease.heldSince,
    lastRenewalAt: lease.lastRenewalAt,
    row: () => runtime.row(lease, now),
  };
}
