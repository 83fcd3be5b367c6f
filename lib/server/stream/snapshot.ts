/** The whole board as messages, made in slices so that 5,000 rows do not stall the event loop. */
import type { TrackedLease } from '../../lease/tracked.ts';
import type { LeaseRow, Totals } from '../../view/lease-row.ts';
import type { Status } from '../../view/status.ts';
import type { SnapshotMessage } from '../../view/stream.ts';
import type { Timers } from '../timers.ts';
import { sseMessage } from './sse.ts';

/** Rows a message, at most 1,000 (`docs/api.md`, "Stream"); one slice each, about 10 ms. */
const ROWS_PER_CHUNK = 500;

export type SnapshotSource = {
  row(lease: TrackedLease, now: number): LeaseRow;
  totals(): Totals;
  status(): Status;
  provenAt(): (number | null)[];
  now(): number;
};

/**
 * Only the last chunk carries the id: a client that loses the connection half way must not come back as one
 * that has everything. `built` is told of each row, and of each chunk as soon as it is there.
 */
export async function buildSnapshot(
  leases: readonly TrackedLease[],
  id: string,
  source: SnapshotSource,
  timers: Timers,
  built: { row(row: LeaseRow, lease: TrackedLease): void; chunk(bytes: Uint8Array): void },
): Promise<void> {
  let done = 0;
  do {
    if (done > 0) await new Promise<void>((resolve) => timers.soon(resolve));
    const now = source.now();
    const rows = leases.slice(done, done + ROWS_PER_CHUNK).map((lease) => {
      const row = source.row(lease, now);
      built.row(row, lease);
      return row;
    });
    const first = done === 0;
    done += rows.length;
    const message: SnapshotMessage = {
      rows,
      done,
      total: leases.length,
      status: first ? source.status() : null,
      totals: source.totals(),
      now: Math.round(now),
      provenAt: source.provenAt(),
    };
    built.chunk(sseMessage('snapshot', JSON.stringify(message), done === leases.length ? id : null));
  } while (done < leases.length);
}
