/** Rows of Leases with where their holders run, looked up behind them, and the alerts that fire about them. */
import type { LeaseBook } from '../../lease/book.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { LeaseRow } from '../../view/lease-row.ts';
import { leaseRow } from '../../view/rows.ts';
import type { HolderPlaces } from '../leases/holder-places.ts';

/** With more Leases than this only new holders are looked up, and those of pages that are opened. */
const MOST_AT_ONCE = 500;

export type PlacedRows = {
  row(lease: TrackedLease, now: number): LeaseRow;
  /** Looks up where its holder runs, and tells when that is found. */
  place(lease: TrackedLease): void;
  /** All present holders, where they are few enough to be asked for one by one. */
  placeAll(): void;
};

export function createPlacedRows(
  book: Pick<LeaseBook, 'elections' | 'judging'>,
  places: () => Pick<HolderPlaces, 'ref' | 'resolve'>,
  placed: (lease: TrackedLease) => void,
  alertIds: (lease: TrackedLease['record']) => string[],
): PlacedRows {
  async function look(lease: TrackedLease, holder: string): Promise<void> {
    const found = await places().resolve(holder, lease.record.namespace, lease.class);
    if (found !== null && lease.holder === holder) placed(lease);
  }
  const place = (lease: TrackedLease): void => {
    if (lease.holder !== null) void look(lease, lease.holder);
  };

  return {
    row(lease, now) {
      const row = leaseRow(lease, now, book.judging(lease));
      row.alerts = alertIds(lease.record);
      if (lease.elects && lease.holder !== null) {
        row.holderRef = places().ref(lease.holder, lease.record.namespace, lease.class);
      }
      return row;
    },
    place,
    placeAll() {
      const leases = [...book.elections()];
      if (leases.length <= MOST_AT_ONCE) for (const lease of leases) place(lease);
    },
  };
}
