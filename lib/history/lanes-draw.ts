/** The spans of one lane, from its handovers in order. Ids of holders instead of their names. Epoch ms. */
import type { HandoverCause } from '../lease/handover.ts';
import type { Stretch } from '../lease/stretches.ts';
import { causeAt, type Entries, type Entry, entryAt } from './lanes-entry.ts';
import { createSpanMerger } from './lanes-merge.ts';
import { type DrawnSpan, giveBack, type Spans, spanAt, takeSpans } from './lanes-spans.ts';

/** The first handover after the range: its vacancy, or the unwatched time before it, may begin inside. */
export type Following = Pick<Entry, 'first' | 'vacantMs' | 'cause' | 'unwatched' | 'empty' | 'endedAt'>;

export type LaneInput = {
  /** The part of the range in which the Lease was known and that is not in the future. */
  from: number;
  to: number;
  /** What is shorter is merged, into spans that are not longer than `denseMs`. */
  pointMs: number;
  denseMs: number;
  /** A vacancy of at least this is drawn however short it is; of none where it is left out. */
  outageMs?: number;
  /** At `from`; null for nobody. */
  holder: number | null;
  /** Inside from … to. */
  entries: Entries;
  following: Following | null;
  /** When a holder stood in it past its duration, whatever ended that; in order, without overlaps. */
  expired?: readonly Stretch[];
};

/** The spans of one lane by themselves. */
export function drawnLane(input: LaneInput): DrawnSpan[] {
  const spans = takeSpans();
  drawLane(input, spans);
  const drawn = Array.from({ length: spans.length }, (_, index) => spanAt(spans, index));
  giveBack(spans);
  return drawn;
}

/** Adds them to `into`. */
export function drawLane(
  {
    from,
    to,
    pointMs,
    denseMs,
    outageMs = Number.POSITIVE_INFINITY,
    holder,
    entries,
    following,
    expired = [],
  }: LaneInput,
  into: Spans,
): void {
  const spans = createSpanMerger({ pointMs, denseMs, outageMs, end: to }, into);
  let nextExpired = 0;
  const within = (at: number): number => Math.min(to, Math.max(from, at));
  let at = from;
  let held = holder;
  let begun: HandoverCause | null = null;

  /** Whoever held it, until `end`. */
  const hold = (end: number): void => {
    if (held === null) spans.add('vacancy', at, end, null, 0, null);
    else if (at < end) expire(held, end);
    if (held !== null) tenure(held, end);
    at = end;
    begun = null;
  };
  const tenure = (by: number, end: number): void => {
    spans.add('tenure', at, end, by, begun === null ? 0 : 1, begun);
    at = end;
    begun = null;
  };
  /** What of the tenure that lasts until `end` was past its duration, but for what comes after the last of it. */
  const expire = (by: number, end: number): void => {
    // Who held it at the beginning of the range may have been silent before.
    const since = begun === null ? Number.NEGATIVE_INFINITY : at;
    for (; nextExpired < expired.length; nextExpired++) {
      const part = expired[nextExpired];
      if (part === undefined || part.from >= end) return;
      const begins = Math.max(at, part.from);
      const ends = Math.min(end, part.to);
      // That of an earlier holder ended with its tenure; it is drawn there.
      if (part.from < since || ends <= begins || ends - begins < pointMs) continue;
      tenure(by, begins);
      spans.add('expired', begins, ends, by, 0, null);
      at = ends;
    }
  };
  /** What stood before a handover that was seen: a tenure, perhaps a vacancy. */
  const before = (first: number, vacantMs: number, past: boolean): void => {
    const end = Math.max(at, within(first));
    const last = held;
    hold(Math.max(at, Math.min(end, first - vacantMs)));
    if (end <= at) return;
    if (past && last !== null) spans.add('expired', at, end, last, 0, null);
    else spans.add('vacancy', at, end, null, 0, null);
    at = end;
  };
  /** And before one that was not: in between nobody watched, and before that a vacancy may have been seen. */
  const beforeUnseen = ({ first, vacantMs, cause, unwatched, empty, endedAt }: Following): void => {
    if (unwatched === null) {
      before(first, endedAt === null ? (vacantMs ?? 0) : first - endedAt, cause === 'expiry');
      return;
    }
    before(unwatched.from, endedAt === null ? 0 : unwatched.from - endedAt, false);
    if (empty !== null) vacant(empty.from, empty.to);
    // An Event or a stamp may tell when in that time it was. What is later and before it was seen to be empty.
    vacant(Math.min(unwatched.to, first), first);
  };
  const vacant = (begin: number, end: number): void => {
    at = Math.max(at, within(begin));
    const ends = Math.max(at, within(end));
    spans.add('vacancy', at, ends, null, 0, null);
    at = ends;
  };

  for (let index = 0; index < entries.length; index++) {
    if (entries.special.has(index)) beforeUnseen(entryAt(entries, index));
    else {
      const vacantMs = entries.vacantMs[index] || 0;
      before(entries.first[index] ?? 0, vacantMs, vacantMs > 0 && causeAt(entries, index) === 'expiry');
    }
    const to = entries.to[index] ?? Number.NaN;
    held = Number.isNaN(to) ? null : to;
    if (held === null) continue;
    const last = Math.max(at, within(entries.last[index] ?? 0));
    const count = entries.count[index] ?? 1;
    // Whoever took it at its end held it after it.
    const by = entries.by[index] ?? Number.NaN;
    if (count > 1) spans.add('dense', at, last, Number.isNaN(by) ? null : by, count - 1, null);
    at = last;
    begun = causeAt(entries, index);
  }
  if (following !== null && endOfTenure(following) < to) beforeUnseen(following);
  else hold(to);
  spans.done();
}

function endOfTenure({ first, vacantMs, unwatched, endedAt }: Following): number {
  return Math.min(endedAt ?? first, unwatched?.from ?? first, first - (vacantMs ?? 0));
}

/** Lengths are told apart by a twelfth of an octave. */
const BINS_OF_TWICE = 12;
const BINS = 32 * BINS_OF_TWICE;

/**
 * What is to be merged in a lane so that about `most` spans remain: tenures shorter than this, which is at
 * least `pointMs`. Where there is room for all of them, none is. `outageMs`: as the lane is drawn.
 */
export function mergeBelowMs(
  entries: Entries,
  pointMs: number,
  most: number,
  outageMs = Number.POSITIVE_INFINITY,
): number {
  const longer = new Uint32Array(BINS);
  const drawn = new Uint32Array(BINS);
  const vacancyMs = Math.min(pointMs, outageMs);
  let [long, spans, short] = [0, 0, 0];
  for (let index = 0; index < entries.length; index++) {
    // Several of one hour are merged already.
    if ((entries.count[index] ?? 0) > 1) short += 1;
    if (index === 0) continue;
    const length = (entries.first[index] ?? 0) - (entries.last[index - 1] ?? 0);
    if (length < pointMs) {
      short += 1;
      continue;
    }
    const bin = Math.min(BINS - 1, Math.floor(Math.log2(length / pointMs) * BINS_OF_TWICE));
    const own = (entries.vacantMs[index] ?? 0) >= vacancyMs ? 2 : 1;
    longer[bin] = (longer[bin] ?? 0) + 1;
    drawn[bin] = (drawn[bin] ?? 0) + own;
    long += 1;
    spans += own;
  }
  // Of what is merged there is one span at most before and after each that is kept.
  let bin = 0;
  for (; bin < BINS && spans + Math.min(short, long + 1) > most; bin++) {
    const merged = longer[bin] ?? 0;
    long -= merged;
    short += merged;
    spans -= drawn[bin] ?? 0;
  }
  return Math.ceil(pointMs * 2 ** (bin / BINS_OF_TWICE));
}
