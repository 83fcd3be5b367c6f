/**
 * Who held one Lease over a stretch of time, built backwards from who holds it at its end through the recorded
 * handovers: what the strips of the board and the lanes of the Lease page are both drawn from. Epoch ms.
 */
import { emptyBetween, endingOf } from '../lease/ending.ts';
import type { Handover } from '../lease/handover.ts';
import { clip } from '../lease/stretches.ts';
import type { TimeRange } from './time-axis.ts';

/** `expired`: the holder still stood in the Lease, past its duration; `vacant`: nobody did. */
type Held = { type: 'tenure' | 'expired'; holder: string };
/** `ms`: how long it was, not cut at the range. */
export type HolderSpan = TimeRange & { ms: number } & (Held | { type: 'vacant' });

export type HoldersInput = {
  range: TimeRange;
  /** From here on it is known who held it; null when not known. */
  observedSince: number | null;
  /** Oldest first. */
  unwatched: readonly TimeRange[];
  /** In any order. */
  handovers: readonly Handover[];
  /**
   * Who holds it at the end of the range, or after the newest handover where there are some after the range; null
   * for nobody, and for a Lease that is gone.
   */
  holder: string | null;
  /** When a Lease that is still held ran out. */
  expiredSince: number | null;
  /** When the present vacancy began. */
  vacantSince: number | null;
};

/** Newest first; nothing where who held it is not known. */
export function holderSpans(input: HoldersInput): HolderSpan[] {
  const { range } = input;
  const spans: HolderSpan[] = [];
  const add = (what: Held | { type: 'vacant' }, from: number, to: number): void => {
    const inside = clip<HolderSpan>({ ...what, from, to, ms: to - from }, range);
    if (inside !== null) spans.push(inside);
  };
  const hold = (type: Held['type'], holder: string | null, from: number, to: number): void => {
    if (holder !== null) add({ type, holder }, from, to);
  };
  const vacate = (from: number, to: number): void => add({ type: 'vacant' }, from, to);

  /** Who held it in what was not seen is not known: beside that it was vacant, and the old holder's bar ends before. */
  const beforeUnseen = (handover: Handover, to: number): number => {
    const { heldUntil, unseen } = endingOf(handover);
    // An older handover does not say within what it happened.
    const began = unseen?.from ?? input.unwatched.findLast((span) => span.from < handover.at)?.from ?? to;
    if (unseen !== null) vacate(unseen.to, to);
    const empty = emptyBetween(handover);
    if (empty !== null) vacate(empty.from, empty.to);
    vacate(heldUntil, began);
    return Math.min(to, began, heldUntil);
  };

  let { holder } = input;
  let end = range.to;
  if (holder === null && input.vacantSince !== null) {
    vacate(input.vacantSince, end);
    end = input.vacantSince;
  } else if (holder !== null && input.expiredSince !== null) {
    hold('expired', holder, input.expiredSince, end);
    end = input.expiredSince;
  }
  for (const handover of [...input.handovers].sort((a, b) => b.at - a.at)) {
    const { at, from, to, cause, vacantMs } = handover;
    hold('tenure', to, at, end);
    const gapMs = to === null ? 0 : (vacantMs ?? 0);
    end = Math.min(end, at - gapMs);
    if (gapMs > 0 && cause === 'expiry') hold('expired', from, end, at);
    else if (gapMs > 0) vacate(end, at);
    if (cause === 'unseen' || endingOf(handover).unseen !== null) end = beforeUnseen(handover, end);
    holder = from;
  }
  hold('tenure', holder, Math.max(range.from, input.observedSince ?? range.from), end);
  return spans;
}
