/** `GET /api/v1/leases`, asked of the runtime. */
import type { LeaseRow } from '../view/lease-row.ts';
import { TrackedFields } from './lease-fields.ts';
import { type LeaseFields, type LeaseQuery, selectLeases } from './lease-query.ts';
import type { Runtime } from './runtime.ts';

export type LeasesAnswer = { asOf: number; items: LeaseRow[]; nextCursor: string | null };

export function listLeases(
  runtime: Pick<Runtime, 'now' | 'leases' | 'row' | 'isLive'>,
  query: LeaseQuery,
): LeasesAnswer {
  const asOf = runtime.now();
  function* fields(): Iterable<LeaseFields> {
    for (const lease of runtime.leases()) yield new TrackedFields(lease, runtime, asOf);
  }
  return { asOf, ...selectLeases(fields(), query) };
}
