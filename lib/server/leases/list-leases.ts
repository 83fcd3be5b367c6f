/** `GET /api/v1/leases`, asked of the runtime. */
import type { LeaseRow } from '../../view/lease-row.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { TrackedFields } from './lease-fields.ts';
import { type LeaseQuery, selectLeases } from './lease-query.ts';

/** Leases looked at in one turn, some 10 ms. */
const LEASES_A_TURN = 5000;

export type LeasesAnswer = { asOf: number; items: LeaseRow[]; nextCursor: string | null };

export async function listLeases(
  runtime: Pick<Seen, 'now' | 'leases' | 'row' | 'isLive' | 'turns'>,
  query: LeaseQuery,
): Promise<LeasesAnswer> {
  await runtime.turns.take();
  const asOf = runtime.now();
  const selection = selectLeases(query);
  let looked = 0;
  for (const lease of runtime.leases()) {
    if (++looked % LEASES_A_TURN === 0) await runtime.turns.take();
    selection.add(new TrackedFields(lease, runtime, asOf));
  }
  if (looked > LEASES_A_TURN) await runtime.turns.take();
  return { asOf, ...selection.page() };
}
