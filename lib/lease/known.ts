/** What was last known of a Lease that elects: kept over restarts, compared with the first list after one. */
import type { Handover } from './handover.ts';
import type { LeaseClass } from './record.ts';

/** Times are epoch ms on the clock of the Tenure that saw them. */
export type KnownLease = {
  namespace: string;
  name: string;
  class: LeaseClass;
  uid: string;
  holder: string | null;
  transitions: number | null;
  /** Its holder's own, ms; null where that is not known (yet): what was known before stays. */
  durationMs: number | null;
  heldSince: number | null;
  heldSinceCertain: boolean;
  vacantSince: number | null;
  /** A release or a deletion that nobody had followed yet. */
  openHandover: Handover | null;
  firstSeenAt: number;
  /** When this was true. */
  seenAt: number;
  /** When it was deleted; null while it exists. */
  goneAt: number | null;
};

/** But for when it was seen. */
export function sameKnown(a: KnownLease, b: KnownLease): boolean {
  return (
    a.uid === b.uid &&
    a.holder === b.holder &&
    a.transitions === b.transitions &&
    a.durationMs === b.durationMs &&
    a.class === b.class &&
    a.heldSince === b.heldSince &&
    a.heldSinceCertain === b.heldSinceCertain &&
    a.vacantSince === b.vacantSince &&
    a.openHandover?.id === b.openHandover?.id &&
    a.goneAt === b.goneAt
  );
}
