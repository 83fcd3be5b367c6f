/** How a tenure ended, and what of that was not seen. Epoch ms. */
import { type Evidence, type Handover, wasLetGo } from '../lease/handover.ts';
import type { TimeRange } from './time-axis.ts';

export type Ending = {
  /** Its holder is known to have held it until then: none is said to hold through what nobody saw. */
  heldUntil: number;
  /**
   * Within it who held the Lease is not known; null where all was seen. After it nobody held it until the takeover.
   * `watched`: whether the watch went on, but did not show every change or not when.
   */
  unseen: (TimeRange & { watched: 'yes' | 'partly' | 'no' }) | null;
  /** When it was seen to be let go, or deleted; null where it was not. */
  endedAt: number | null;
};

export function endingOf(handover: Handover): Ending {
  const { at, vacantMs, evidence } = handover;
  const endedAt = timeOf(evidence.endedAt);
  const unseen = unseenOf(handover);
  return { heldUntil: unseen === null ? at - (vacantMs ?? 0) : (endedAt ?? unseen.from), unseen, endedAt };
}

function unseenOf({ at, to: taker, evidence }: Handover): Ending['unseen'] {
  const emptyBy = timeOf(evidence.emptyBy);
  const from = timeOf(evidence.unwatchedFrom);
  if (from === null) {
    if (emptyBy === null && !('betweenFrom' in evidence)) return null;
    const to = emptyBy ?? at;
    const since = timeOf(emptyBy === null ? evidence.betweenFrom : evidence.renewedAt);
    return { from: Math.min(since ?? to, to), to, watched: 'yes' };
  }
  const to = timeOf(evidence.unwatchedTo) ?? at;
  const watched = evidence.watchedBetween === true ? 'partly' : 'no';
  // Taken in what nobody watched: it may have been taken, and let go, before.
  if (taker !== null && at <= to) return { from, to: at, watched };
  // A release that waits was before, where it was followed by what nobody saw.
  return { from, to: emptyBy ?? (from >= at ? to : Math.min(at, to)), watched };
}

/** The part of what was not all seen in which it was watched, and nobody held it. */
export function emptyBetween(handover: Handover): TimeRange | null {
  const { unseen } = endingOf(handover);
  const from = timeOf(handover.evidence.emptyFrom);
  const to = timeOf(handover.evidence.emptyUntil);
  if (unseen === null || from === null || to === null) return null;
  return from >= unseen.from && to <= unseen.to ? { from, to } : null;
}

/** Since when nobody has taken what waits; in what was not seen after its release somebody may have held it. */
export function vacantSince(open: Handover): number {
  return endingOf(open).unseen?.to ?? open.at;
}

/** "at 03:00:02"; "by" then, where it was only found to have happened. */
export function endedWhen(handover: Handover, when: (moment: number) => string): string {
  const { heldUntil, unseen, endedAt } = endingOf(handover);
  return endedAt === null && (unseen !== null || handover.evidence.endedAt === null)
    ? `by ${when(unseen?.to ?? heldUntil)}`
    : `at ${when(endedAt ?? heldUntil)}`;
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
    if (unseen !== null && unseen.to < at) return null;
    const empty = emptyBetween(next);
    if (empty !== null && empty.from < at && at <= empty.to) return null;
    if (unseen !== null && endedAt === null && unseen.from < at) return undefined;
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
