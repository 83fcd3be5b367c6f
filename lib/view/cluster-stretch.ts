/** What all Leases did together about the time of an alert, in words; the chart draws the same. */
import { countOf, formatDurationInWords, type TimeZone } from './format.ts';
import { formatMoment } from './moment.ts';
import type { BlindStretch, SlowStretch } from './timeline.ts';

export type StretchFacts = {
  asOf: number;
  from: number;
  to: number;
  slow: readonly SlowStretch[];
  blindSpots: readonly BlindStretch[];
  handovers: readonly number[];
};

/** "25 of 30 late": of one slow stretch, in its worst minute. */
export function slowShareWords({ late, of }: SlowStretch): string {
  return `${late} of ${of} late`;
}

export function worstSlow(slow: readonly SlowStretch[]): SlowStretch | null {
  return slow.reduce<SlowStretch | null>(
    (worst, one) => (worst === null || one.late / one.of > worst.late / worst.of ? one : worst),
    null,
  );
}

/** The chart as a sentence, for those who do not see it. */
export function stretchSentence(facts: StretchFacts, zone: TimeZone): string {
  const { slow, blindSpots, handovers, from, to, asOf } = facts;
  const moved = handovers.reduce((sum, one) => sum + one, 0);
  const worst = worstSlow(slow);
  const blindMs = blindSpots.reduce(
    (sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)),
    0,
  );
  return [
    worst === null
      ? 'Renewals were not late for many at once.'
      : `Renewals were late for many at once ${slow.length === 1 ? 'once' : `${slow.length} times`}; at the worst, from ${formatMoment(worst.from, asOf, zone)}, ${slowShareWords(worst)}.`,
    `${countOf(moved, 'handover')} in all.`,
    ...(blindMs > 0 ? [`Not watched for ${formatDurationInWords(blindMs)} of it.`] : []),
  ].join(' ');
}
