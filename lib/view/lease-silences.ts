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

/** The one that goes on is kept up to when it was told last: of it the row of the Lease knows more. */
export function silenceLines(
  { items }: Pick<SilencesOfLease, 'items'>,
  { state, lastRenewalAt }: Pick<LeaseRow, 'state' | 'lastRenewalAt'>,
): SilenceLine[] {
  return items.map(({ from, to }, index) => {
    const goesOn =
      index === 0 && state === 'expired' && lastRenewalAt !== null && to >= Math.round(lastRenewalAt);
    return { from, to: goesOn ? null : to, lastedMs: goesOn ? null : to - from };
  });
}
