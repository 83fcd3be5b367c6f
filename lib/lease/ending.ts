/** How a tenure ended, and what of that was not seen: the one place that reads it from a handover's evidence. Epoch ms. */
import type { Evidence, Handover } from './handover.ts';
import type { Stretch } from './stretches.ts';

/** What is asked of a handover; `to` may be a holder by another name than its identity. */
type Told = Pick<Handover, 'at' | 'vacantMs' | 'evidence'> & { to: string | number | null };

export type Ending = {
  /** Its holder is known to have held it until then: none is said to hold through what nobody saw. */
  heldUntil: number;
  /**
   * Within it who held the Lease is not known; null where all was seen. After it nobody held it until the takeover.
   * `watched`: whether the watch went on, but did not show every change or not when.
   */
  unseen: (Stretch & { watched: 'yes' | 'partly' | 'no' }) | null;
  /** When it was seen to be let go, or deleted; null where it was not. */
  endedAt: number | null;
};

export function endingOf(handover: Told): Ending {
  const { at, vacantMs, evidence } = handover;
  const endedAt = timeOf(evidence.endedAt);
  const unseen = unseenOf(handover);
  return { heldUntil: unseen === null ? at - (vacantMs ?? 0) : (endedAt ?? unseen.from), unseen, endedAt };
}

function unseenOf({ at, to: taker, evidence }: Told): Ending['unseen'] {
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
export function emptyBetween(handover: Told): Stretch | null {
  const { unseen } = endingOf(handover);
  const from = timeOf(handover.evidence.emptyFrom);
  const to = timeOf(handover.evidence.emptyUntil);
  if (unseen === null || from === null || to === null) return null;
  return from >= unseen.from && to <= unseen.to ? { from, to } : null;
}

/** Since when nobody has taken what waits; in what was not seen after its release somebody may have held it. */
export function vacantSince(open: Told): number {
  return endingOf(open).unseen?.to ?? open.at;
}

function timeOf(value: Evidence[string] | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
