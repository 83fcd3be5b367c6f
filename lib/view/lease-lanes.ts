/**
 * Who held one Lease over a stretch of time: a lane a holder, built backwards from who holds it now through
 * the recorded handovers. Nothing is drawn where nobody watched. Epoch ms.
 */

import { emptyBetween, endingOf } from '../lease/ending.ts';
import type { Handover } from '../lease/handover.ts';
import { clip, msWithin, type TimeRange } from './time-axis.ts';

/** `expired`: the holder still stood in the Lease, past its duration. */
export type LaneSpan = TimeRange & { type: 'tenure' | 'expired' };
export type HolderLane = {
  holder: string;
  spans: LaneSpan[] /** Of the watched time, 0 to 1. */;
  share: number;
};
/** Nobody stood in the Lease; `long` when a standby usually needs less. `ms` is not cut at the range. */
export type Vacancy = TimeRange & { ms: number; long: boolean };
/** A lane is null for nobody, and for a holder whose lane is not drawn. */
export type LaneStep = { handover: Handover; fromLane: number | null; toLane: number | null };
/** `hidden`: holders without a lane, for want of room. Steps run from old to new. */
export type Lanes = { lanes: HolderLane[]; hidden: number; vacancies: Vacancy[]; steps: LaneStep[] };

export type LanesInput = {
  range: TimeRange;
  /** From here on it is known who held it; null when not known. */
  observedSince: number | null;
  unwatched: readonly TimeRange[];
  handovers: readonly Handover[];
  /**
   * Who holds it at the end of the range, or after the newest handover where there are some after the range; null
   * for nobody, and for a Lease that is gone.
   */
  holder: string | null;
  /** When a Lease that is still held ran out. */
  expiredSince: number | null;
  /** When its holders stood in it past its duration, whatever ended that, as Timeline has it; in order. */
  expired: readonly TimeRange[];
  /** When the present vacancy began. */
  vacantSince: number | null;
  /** How long a standby usually needs after a release, ms. */
  usualVacancyMs: number;
};

const MOST_LANES = 8;

type Held = LaneSpan & { holder: string };

export function holderLanes(input: LanesInput): Lanes {
  const { held, vacancies } = spansOf(input);
  const { lanes, hidden } = lanesOf(held, input);
  const laneOf = (holder: string | null): number | null => {
    const index = lanes.findIndex((lane) => lane.holder === holder);
    return index < 0 ? null : index;
  };
  const steps = input.handovers
    .filter(({ at }) => at >= input.range.from && at <= input.range.to)
    .sort((a, b) => a.at - b.at)
    .map((handover) => ({ handover, fromLane: laneOf(handover.from), toLane: laneOf(handover.to) }));
  return { lanes, hidden, vacancies, steps };
}

function spansOf(input: LanesInput): { held: Held[]; vacancies: Vacancy[] } {
  const { range, usualVacancyMs } = input;
  const held: Held[] = [];
  const vacancies: Vacancy[] = [];
  const hold = (type: LaneSpan['type'], holder: string | null, from: number, to: number): void => {
    const inside = holder === null ? null : clip({ type, holder, from, to }, range);
    if (inside?.holder == null) return;
    const { holder: by } = inside;
    let at = inside.from;
    for (const part of type === 'expired' ? [] : input.expired) {
      const past = clip(part, { from: at, to: inside.to });
      if (past === null) continue;
      if (past.from > at) held.push({ type, holder: by, from: at, to: past.from });
      held.push({ type: 'expired', holder: by, from: past.from, to: past.to });
      at = past.to;
    }
    if (at < inside.to) held.push({ type, holder: by, from: at, to: inside.to });
  };
  const vacate = (from: number, to: number): void => {
    const inside = clip({ from, to }, range);
    if (inside !== null) vacancies.push({ ...inside, ms: to - from, long: to - from > usualVacancyMs });
  };

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

  let holder = input.holder;
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
  return { held, vacancies };
}

function lanesOf(
  held: readonly Held[],
  { range, unwatched }: LanesInput,
): { lanes: HolderLane[]; hidden: number } {
  const watchedPart = (span: TimeRange): number => span.to - span.from - msWithin(span, unwatched);
  const watchedMs = Math.max(1, watchedPart(range));
  const spans = new Map<string, LaneSpan[]>();
  // From old to new, so that the lanes stand in the order in which their holders came.
  for (const { holder, ...span } of [...held].sort((a, b) => a.from - b.from)) {
    spans.set(holder, [...(spans.get(holder) ?? []), span]);
  }
  const all = [...spans].map(([holder, own]) => ({
    holder,
    spans: own,
    share: Math.min(1, own.reduce((sum, span) => sum + watchedPart(span), 0) / watchedMs),
  }));
  const drawn = new Set([...all].sort((a, b) => b.share - a.share).slice(0, MOST_LANES));
  return { lanes: all.filter((lane) => drawn.has(lane)), hidden: all.length - drawn.size };
}
