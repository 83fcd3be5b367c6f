/** How a tenure ended, and what of that was not seen. Epoch ms. */
import { type Evidence, type Handover, wasLetGo } from '../lease/handover.ts';
import type { TimeRange } from './time-axis.ts';

export type Ending = {
  /** Its holder is known to have held it until then: none is said to hold through what nobody saw. */
  heldUntil: number;
  /**
   * Within it who held the Lease is not known; null where all was seen. After it nobody held it until the takeover.
   * `watched`: the watch went on, but did not show every change.
   */
  unseen: (TimeRange & { watched: boolean }) | null;
  /** When it was seen to be let go, or deleted; null where it was not. */
  endedAt: number | null;
};

export function endingOf({ at, vacantMs, evidence }: Handover): Ending {
  const endedAt = timeOf(evidence.endedAt);
  const unwatchedFrom = timeOf(evidence.unwatchedFrom);
  const from = unwatchedFrom ?? timeOf(evidence.betweenFrom);
  if (from === null) return { heldUntil: at - (vacantMs ?? 0), unseen: null, endedAt };
  const to = timeOf(evidence.unwatchedTo) ?? at;
  // A release that waits was before, where it was followed by what nobody saw.
  const unseen = { from, to: from >= at ? to : Math.min(at, to), watched: unwatchedFrom === null };
  return { heldUntil: endedAt ?? from, unseen, endedAt };
}

/** Whether it was seen that nobody held it when it was taken. Else it may have been taken before that was found. */
export function isTakeoverSeen(handover: Handover): boolean {
  const { unseen } = endingOf(handover);
  return handover.cause !== 'unseen' || (unseen !== null && unseen.to < handover.at);
}

export function isDeletedWhileHeld(handover: Handover): boolean {
  const { cause, from, evidence } = handover;
  const isDeletion = cause === 'deleted' || cause === 'recreated' || evidence.uidBefore !== undefined;
  return isDeletion && from !== null && !wasLetGo(handover);
}

/** Who held it just before `at`, by what is sorted from old to new; null for nobody, undefined where not known. */
export function holderBefore(at: number, handovers: readonly Handover[]): string | null | undefined {
  const next = handovers.find((one) => one.at >= at);
  if (next !== undefined && next.cause !== 'expiry') {
    const { heldUntil, unseen, endedAt } = endingOf(next);
    // By nothing but that watching ended, it was held until then.
    const vacantFrom = unseen === null ? heldUntil : endedAt;
    if (vacantFrom !== null && vacantFrom < at) return null;
  }
  const before = handovers.findLast((one) => one.at < at);
  return before === undefined ? (next?.from ?? undefined) : before.to;
}

function timeOf(value: Evidence[string] | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
