/** When a Lease was silent past its duration, as its page tells it: of a heartbeat, all that is kept. Epoch ms. */
import type { LeaseRow } from './lease-row.ts';

/** `GET /api/v1/leases/{namespace}/{name}/silences`, newest first. */
export type SilencesOfLease = {
  asOf: number;
  from: number;
  to: number;
  items: { from: number; to: number }[];
  /** There are further ones, older than these. */
  more: boolean;
};

/** `lastedMs` null: it goes on. */
export type SilenceLine = { from: number; to: number | null; lastedMs: number | null };

/** The one that goes on is kept up to when it was told last: of it `present` knows more, null where nothing is known now. */
export function silenceLines(
  { items }: Pick<SilencesOfLease, 'items'>,
  present: Pick<LeaseRow, 'state' | 'lastRenewalAt'> | null,
): SilenceLine[] {
  const since = present?.state === 'expired' ? present.lastRenewalAt : null;
  return items.map(({ from, to }, index) =>
    // The one before it ended with the last renewal.
    index === 0 && since !== null && to > Math.round(since)
      ? { from, to: null, lastedMs: null }
      : { from, to, lastedMs: to - from },
  );
}
