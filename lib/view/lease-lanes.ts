/** Who held one Lease over a stretch of time: a lane a holder. Nothing is drawn where nobody watched. Epoch ms. */

import type { Handover } from '../lease/handover.ts';
import { clip, msWithin } from '../lease/stretches.ts';
import { type HolderSpan, type HoldersInput, holderSpans } from './holder-spans.ts';
import type { TimeRange } from './time-axis.ts';

type Held = Exclude<HolderSpan, { type: 'vacant' }>;
export type LaneSpan = TimeRange & Pick<Held, 'type'>;
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

export type LanesInput = HoldersInput & {
  /** When its holders stood in it past its duration, whatever ended that, as Timeline has it; in order. */
  expired: readonly TimeRange[];
  /** How long a standby usually needs after a release, ms. */
  usualVacancyMs: number;
};

const MOST_LANES = 8;
/** The present holder and those before it have a lane however short they held it. */
const NEWEST = 3;

export function holderLanes(input: LanesInput): Lanes {
  const spans = holderSpans(input);
  const vacancies = spans
    .filter(({ type }) => type === 'vacant')
    .map(({ from, to, ms }) => ({ from, to, ms, long: ms > input.usualVacancyMs }));
  const { lanes, hidden } = lanesOf(
    spans.filter((span) => span.type !== 'vacant'),
    input,
  );
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

/** What of a tenure was past the duration is a span of its own. */
function pastDuration({ type, from, to }: Held, expired: readonly TimeRange[]): LaneSpan[] {
  const parts: LaneSpan[] = [];
  let at = from;
  for (const stretch of type === 'expired' ? [] : expired) {
    const past = clip(stretch, { from: at, to });
    if (past === null) continue;
    if (past.from > at) parts.push({ type, from: at, to: past.from });
    parts.push({ type: 'expired', from: past.from, to: past.to });
    at = past.to;
  }
  if (at < to) parts.push({ type, from: at, to });
  return parts;
}

function lanesOf(
  held: readonly Held[],
  { range, unwatched, expired }: LanesInput,
): { lanes: HolderLane[]; hidden: number } {
  const watchedPart = (span: TimeRange): number => span.to - span.from - msWithin(span, unwatched);
  const watchedMs = Math.max(1, watchedPart(range));
  const spans = new Map<string, LaneSpan[]>();
  // From old to new, so that the lanes stand in the order in which their holders came.
  for (const span of [...held].sort((a, b) => a.from - b.from)) {
    const { holder } = span;
    spans.set(holder, [...(spans.get(holder) ?? []), ...pastDuration(span, expired)]);
  }
  const all = [...spans].map(([holder, own]) => ({
    holder,
    spans: own,
    share: Math.min(1, own.reduce((sum, span) => sum + watchedPart(span), 0) / watchedMs),
  }));
  const newest = [...all].sort((a, b) => lastHeld(b) - lastHeld(a)).slice(0, NEWEST);
  const ranked = new Set([...newest, ...[...all].sort((a, b) => b.share - a.share)]);
  const drawn = new Set([...ranked].slice(0, MOST_LANES));
  return { lanes: all.filter((lane) => drawn.has(lane)), hidden: all.length - drawn.size };
}

function lastHeld({ spans }: HolderLane): number {
  return spans.at(-1)?.to ?? 0;
}
