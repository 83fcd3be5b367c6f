/** What lies at a moment of a lane: found by arithmetic, so that a moving pointer costs no drawing. */
import type { TimeRange } from './time-axis.ts';
import type { BlindStretch, LaneSpan, SlowStretch, TimelineLane } from './timeline.ts';
import { isLoneHandover, isNotch } from './timeline-marks.ts';

type Common = {
  lane: TimelineLane;
  at: number;
  /** Many renewals were late just then. */
  slow: SlowStretch | null;
};
export type Target = Common &
  (
    | { type: 'handover'; span: LaneSpan; before: LaneSpan | null }
    | { type: 'tenure' | 'vacancy' | 'expired' | 'dense'; span: LaneSpan }
    | { type: 'blind'; stretch: BlindStretch }
    /** Not known who held it then: it did not exist, nothing was kept yet, or what happened was not all seen. */
    | { type: 'nothing' }
  );

export type Stretches = { blindSpots: readonly BlindStretch[]; slow: readonly SlowStretch[] };

/** `reachMs`: how far beside a mark that is narrower than this still means it. */
export function targetAt(lane: TimelineLane, at: number, stretches: Stretches, reachMs: number): Target {
  const slow = stretches.slow.find((one) => covers(one, at)) ?? null;
  const common: Common = { lane, at, slow };
  const notch = nearestNotch(lane.spans, at, reachMs);
  if (notch !== null) {
    const before = lane.spans[notch - 1] ?? null;
    const span = lane.spans[notch];
    if (span !== undefined) return { ...common, type: 'handover', span, before, at: span.from };
  }
  const stretch = blindAt(lane, at, stretches.blindSpots);
  if (stretch !== null) return { ...common, type: 'blind', stretch };
  const small = lane.spans.find(
    (span) => span.type !== 'tenure' && at >= span.from - reachMs && at <= span.to + reachMs,
  );
  // The end of all that was read still belongs to what went on there.
  const last = lane.spans.at(-1);
  const ending = last !== undefined && at === last.to ? last : undefined;
  const span = small ?? lane.spans.find((one) => covers(one, at)) ?? ending;
  return span === undefined ? { ...common, type: 'nothing' } : { ...common, type: span.type, span };
}

/** It is known who held it before and after: what happened in between was not all seen. */
export function isUnseen({ lane, at }: Common): boolean {
  return lane.spans.some(({ to }) => to <= at) && lane.spans.some(({ from }) => from > at);
}

export function blindAt(
  lane: { namespace: string },
  at: number,
  blindSpots: readonly BlindStretch[],
): BlindStretch | null {
  return (
    blindSpots.find((one) => covers(one, at) && (one.scope === null || one.scope === lane.namespace)) ?? null
  );
}

function covers(stretch: TimeRange, at: number): boolean {
  return at >= stretch.from && at < stretch.to;
}

function nearestNotch(spans: readonly LaneSpan[], at: number, reachMs: number): number | null {
  let best: number | null = null;
  let distance = reachMs;
  for (const [index, span] of spans.entries()) {
    if (span.from > at + reachMs) break;
    if (!isNotch(span)) continue;
    const away = Math.abs(span.from - at);
    if (away <= distance) {
      distance = away;
      best = index;
    }
  }
  return best;
}

/** Where it was last held before a span, skipping what nobody held; null too where many held it and which is not known. */
export function heldBefore(lane: TimelineLane, span: LaneSpan): LaneSpan | null {
  const earlier = lane.spans.slice(0, Math.max(0, lane.spans.indexOf(span)));
  const before = earlier.findLast(({ holder, type }) => holder !== undefined || type === 'dense');
  return before?.holder === undefined ? null : before;
}

/** Where the cursor stops when it goes by keys: at each mark of the lane, from old to new. */
export function stopsOf(lane: TimelineLane, range: TimeRange): number[] {
  const stops = lane.spans
    .filter((span) => isNotch(span) || span.type !== 'tenure' || isLoneHandover(span))
    .map((span) => span.from)
    .filter((at) => at >= range.from && at <= range.to);
  return [...new Set(stops)].sort((a, b) => a - b);
}
