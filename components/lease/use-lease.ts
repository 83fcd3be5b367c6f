'use client';
import { useEffect, useMemo, useState } from 'react';
import { type DetailReading, useLeaseDetail } from '../../lib/client/use-lease-detail.ts';
import { useLeaseRow, useLive } from '../../lib/client/use-live.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';

/** What the stream does not carry, as a heartbeat that is held, is read this often while its page is open. */
const OFF_STREAM_EVERY_MS = 5_000;
/** Its Pod, node, Events and candidates, which no stream tells of: a handful of requests to the API server each time. */
const BESIDE_STREAM_EVERY_MS = 60_000;

export type LeaseSubject =
  | { type: 'looking'; problem: string | null }
  | { type: 'missing' }
  | {
      type: 'known';
      row: LeaseRow;
      /** The row was read and not streamed: of when it speaks, epoch ms. Null for what is streamed, or gone. */
      asOf: number | null;
      gone: boolean;
      detail: LeaseDetail | null;
      reading: DetailReading;
    };

/**
 * One Lease from what the stream says and what was read of it: the stream's row where it has one, for it is
 * newer. A Lease that was known and is no longer is gone, and what was last known of it stays.
 */
export function useLease(namespace: string, name: string): LeaseSubject {
  const live = useLeaseRow(namespace, name);
  const snapshots = useLive((state) => state.snapshots);
  // Another when somebody else holds it, when it comes or goes, and, while it is not streamed, after each snapshot.
  const version = live === null ? `absent.${snapshots}` : `${live.uid}.${live.holder ?? ''}`;
  // A holder that is slow goes back and forth between held and late: that is no other state.
  const reading = useLeaseDetail(
    namespace,
    name,
    version,
    live === null || live.state === 'late' ? 'held' : live.state,
    live === null ? OFF_STREAM_EVERY_MS : BESIDE_STREAM_EVERY_MS,
  );
  const { detail, missing } = reading;
  const current = currentRow(live, reading);

  const [last, setLast] = useState<LeaseRow | null>(null);
  useEffect(() => {
    if (current !== null) setLast(current);
  }, [current]);
  const found = current ?? last;
  // The same object until something of it changes: the chart is made anew by it.
  const row = useMemo(() => (found === null ? null : withHolderRef(found, detail)), [found, detail]);

  if (row === null) {
    return missing ? { type: 'missing' } : { type: 'looking', problem: reading.problem };
  }
  const gone = live === null && missing;
  const asOf = live === null && !gone ? reading.asOf : null;
  return { type: 'known', row, asOf, gone, detail, reading };
}

/**
 * What is known of it now; null while nothing is, or no more. What was read before it came or went is not of now: it may
 * be older by hours than what the stream said last.
 */
export function currentRow(
  live: LeaseRow | null,
  { detail, earlier, missing }: Pick<DetailReading, 'detail' | 'earlier' | 'missing'>,
): LeaseRow | null {
  return live ?? (missing || earlier ? null : detail);
}

/** The stream leaves out where the holder was found until somebody asked: what was read of it fills in. */
function withHolderRef(row: LeaseRow, detail: LeaseDetail | null): LeaseRow {
  if (row.holderRef !== null || detail === null || detail.holder !== row.holder) return row;
  return { ...row, holderRef: detail.holderRef };
}
