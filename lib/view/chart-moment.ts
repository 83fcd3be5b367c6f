/** All that a Lease's chart shows of one moment, for the crosshair's card. Epoch ms. */
import type { LaneStep, Lanes } from './lease-lanes.ts';
import type { OffsetPoint, OffsetRun } from './lease-series.ts';
import type { RenewalBucket } from './renewals.ts';
import type { TimeRange, UnwatchedSpan } from './time-axis.ts';

export type ChartMoment = {
  at: number;
  unwatched: UnwatchedSpan['type'] | null;
  /** What renewals were seen just then is not kept, or not all of it. */
  unwritten: boolean;
  holder: { name: string; expired: boolean } | null;
  vacant: boolean;
  bucket: RenewalBucket | null;
  offset: (Pick<OffsetPoint, 'lowerMs' | 'upperMs'> & { contradictory: boolean }) | null;
  /** A handover within the reach of the pointer. */
  step: LaneStep | null;
};

export type ChartFacts = {
  lanes: Lanes;
  unwatched: readonly UnwatchedSpan[];
  unwritten: readonly TimeRange[];
  buckets: readonly RenewalBucket[];
  runs: readonly OffsetRun[];
};

const within = (at: number, span: TimeRange): boolean => at >= span.from && at < span.to;

export function momentAt(at: number, facts: ChartFacts, reachMs: number): ChartMoment {
  const unwatched = facts.unwatched.find((span) => within(at, span))?.type ?? null;
  const lane = facts.lanes.lanes.find(({ spans }) => spans.some((span) => within(at, span)));
  const span = lane?.spans.find((one) => within(at, one));
  const points = facts.runs.flatMap(({ contradictory, points: own }) =>
    own.map((point) => ({ ...point, contradictory })),
  );
  // Points come in pairs, the beginning and the end of a stretch.
  const begin = points.findLast((point, index) => index % 2 === 0 && point.at <= at);
  const end = begin === undefined ? undefined : points[points.indexOf(begin) + 1];
  const near = facts.lanes.steps.filter((step) => Math.abs(step.handover.at - at) <= reachMs);
  return {
    at,
    unwatched,
    unwritten: facts.unwritten.some((span) => within(at, span)),
    holder: lane === undefined ? null : { name: lane.holder, expired: span?.type === 'expired' },
    vacant: facts.lanes.vacancies.some((vacancy) => within(at, vacancy)),
    bucket: facts.buckets.find((bucket) => within(at, bucket)) ?? null,
    offset: begin !== undefined && end !== undefined && at <= end.at ? begin : null,
    step: near.sort((a, b) => Math.abs(a.handover.at - at) - Math.abs(b.handover.at - at))[0] ?? null,
  };
}
