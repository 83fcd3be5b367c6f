/** The spans of one lane, from its handovers in order. Ids of holders instead of their names. Epoch ms. */
import type { HandoverCause } from '../lease/handover.ts';
import type { LaneSpan } from '../view/timeline.ts';
import type { Entry } from './lanes-entry.ts';
import { createSpanMerger } from './lanes-merge.ts';

export type DrawnSpan = {
  type: LaneSpan['type'];
  from: number;
  to: number;
  holder: number | null;
  /** Handovers inside a dense one; 1 where a tenure begins by one; else 0. */
  count: number;
  cause: HandoverCause | null;
};

/** The first handover after the range: its vacancy, or the unwatched time before it, may begin inside. */
export type Following = Pick<Entry, 'first' | 'vacantMs' | 'cause' | 'unwatched' | 'endedAt'>;

export type LaneInput = {
  /** The part of the range in which the Lease was known and that is not in the future. */
  from: number;
  to: number;
  pointMs: number;
  /** At `from`; null for nobody. */
  holder: number | null;
  /** Inside from … to, in order. */
  entries: readonly Entry[];
  following: Following | null;
};

export function drawLane({ from, to, pointMs, holder, entries, following }: LaneInput): DrawnSpan[] {
  const spans = createSpanMerger(pointMs, to);
  const within = (at: number): number => Math.min(to, Math.max(from, at));
  let at = from;
  let held = holder;
  let begun: HandoverCause | null = null;

  /** Whoever held it, until `end`. */
  const hold = (end: number): void => {
    if (held === null) spans.add('vacancy', at, end, null, 0, null);
    else spans.add('tenure', at, end, held, begun === null ? 0 : 1, begun);
    at = end;
    begun = null;
  };
  /** What stood before a handover: a tenure, perhaps a vacancy, perhaps time of which nothing is known. */
  const before = ({ first, vacantMs, cause, unwatched, endedAt }: Following): void => {
    const end = Math.max(at, within(first));
    const seenTo = unwatched === null ? end : Math.max(at, Math.min(end, within(unwatched.from)));
    const lastHeld = held;
    hold(Math.max(at, Math.min(seenTo, endedAt ?? first - (vacantMs ?? 0))));
    if (cause === 'expiry' && lastHeld !== null) spans.add('expired', at, seenTo, lastHeld, 0, null);
    else spans.add('vacancy', at, seenTo, null, 0, null);
    at = seenTo;
    if (unwatched === null) return;
    // In between nobody watched. What is later than that and before the handover was seen to be empty.
    at = Math.max(at, within(unwatched.to));
    spans.add('vacancy', at, end, null, 0, null);
    at = Math.max(at, end);
  };

  for (const entry of entries) {
    before(entry);
    held = entry.to;
    if (entry.to === null) continue;
    const last = Math.max(at, within(entry.last));
    if (entry.count > 1) spans.add('dense', at, last, entry.to, entry.count - 1, null);
    at = last;
    begun = entry.cause;
  }
  if (following !== null && endOfTenure(following) < to) before(following);
  else hold(to);
  return spans.done();
}

function endOfTenure({ first, vacantMs, unwatched, endedAt }: Following): number {
  return Math.min(endedAt ?? first, unwatched?.from ?? first, first - (vacantMs ?? 0));
}
