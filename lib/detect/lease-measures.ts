/**
 * How far each rule is from its limit with one Lease: what is shown against the post before anything is wrong. A value
 * above its limit is what the rule finds, apart from what it needs besides. Rules that tell of what happened once have
 * no measure.
 */
import { ELECTION_SPAN, gapExtent } from '../lease/gaps.ts';
import { HEADROOM_NEEDS, type TrackedLease, takeoverDueAt } from '../lease/tracked.ts';
import { certainlyOff } from './clock-limits.ts';
import type { ClusterSight } from './cluster-sight.ts';
import type { Rule } from './finding.ts';
import { handoversIn } from './flapping.ts';
import { gapOfRank } from './gap-tail.ts';
import { nearFromMs, RECENT } from './headroom-low.ts';
import { type ClockSight, holderClock } from './holder-clock.ts';
import type { LimitUnit } from './rule-limits.ts';
import { vacancyOf } from './vacant.ts';

export type Measure = { value: number; limit: number; unit: LimitUnit };

const MEASURES: Partial<Record<Rule, (sight: ClockSight) => Measure | null>> = {
  'expired-but-held'({ lease, now, thresholds }) {
    const dueAt = takeoverDueAt(lease);
    if (lease.holder === null || lease.lastRenewalAt === null || dueAt === null) return null;
    const limit = dueAt + thresholds.overdueGraceMs - lease.lastRenewalAt;
    return ofMs(now - lease.lastRenewalAt, limit);
  },
  vacant({ lease, now }) {
    const vacancy = vacancyOf(lease);
    return vacancy === null ? null : ofMs(now - vacancy.since, vacancy.dueAt - vacancy.since);
  },
  flapping({ lease, now, thresholds, handovers }) {
    if (!lease.elects) return null;
    const { changes, back } = handoversIn(handovers, now, thresholds.flappingWindowMs);
    return worseOf(
      // From that many on, and not above it.
      { value: back, limit: thresholds.flappingWarning, unit: 'count' },
      { value: changes, limit: thresholds.flappingCritical, unit: 'count' },
    );
  },
  'clock-skew'(sight) {
    const clock = holderClock(sight);
    if (clock === null || clock.lower - clock.upper > sight.thresholds.clockStepMs) return null;
    return ofMs(certainlyOff(clock).leastOffMs, sight.thresholds.clockWarningMs);
  },
  'clock-step'(sight) {
    const clock = holderClock(sight);
    return clock && ofMs(clock.lower - clock.upper, sight.thresholds.clockStepMs);
  },
  'headroom-low'({ lease, now, thresholds }) {
    const { durationMs, usualGapMs, gaps } = lease;
    if (!lease.elects || lease.holder === null || durationMs === null || usualGapMs === null) return null;
    const recent = gapExtent(gaps, RECENT, now);
    if (recent === null || recent.count < HEADROOM_NEEDS) return null;
    // Those that it takes to be found: the longest alone may be one stall of the API server.
    const rank = Math.max(thresholds.nearTimes, Math.ceil(thresholds.nearRate * recent.count));
    const gapMs = gapOfRank(gaps, RECENT, now, rank, durationMs + usualGapMs);
    if (gapMs === null) return null;
    return ofShare(gapMs / durationMs, nearFromMs(durationMs, usualGapMs, thresholds) / durationMs);
  },
  'duration-invalid'({ lease, now, thresholds }) {
    const { durationMs, usualGapMs, lastGapMs, record } = lease;
    if (!lease.elects || durationMs === null || usualGapMs === null || lastGapMs === null) return null;
    const seen = gapExtent(lease.gaps, ELECTION_SPAN, now)?.count ?? 0;
    if (record.strategy !== null || seen < thresholds.invalidNeeds) return null;
    return ofShare(Math.min(usualGapMs, lastGapMs) / durationMs, 1 / 2);
  },
};

const MEASURED = Object.entries(MEASURES) as [Rule, (sight: ClockSight) => Measure | null][];

/** Of one Lease whose feed is live. */
export function measuresOf(sight: ClockSight): [Rule, Measure][] {
  const found: [Rule, Measure][] = [];
  for (const [rule, measure] of MEASURED) {
    const one = measure(sight);
    if (one !== null) found.push([rule, one]);
  }
  return found;
}

/** Of heartbeats: how long each has been silent. */
export function silenceOf(lease: TrackedLease, sight: ClusterSight): [Rule, Measure] | null {
  if (lease.lastRenewalAt === null || lease.holder === null) return null;
  const silentMs = sight.now - lease.lastRenewalAt;
  if (lease.class === 'apiserver')
    return ['apiserver-silent', ofMs(silentMs, sight.thresholds.apiserverSilentMs)];
  if (lease.class !== 'node-heartbeat') return null;
  const limitMs = Math.max(sight.thresholds.nodeLateMs, lease.expiresAfterMs ?? 0);
  // Its Node was deleted: nobody waits for it.
  if (silentMs > limitMs && sight.holderExists(lease) === false) return null;
  return ['node-heartbeat-late', ofMs(silentMs, limitMs)];
}

/** Which of two is further along to its limit. */
export function worseOf<T extends Measure>(a: T, b: T): T {
  return b.value * a.limit > a.value * b.limit ? b : a;
}

function ofMs(value: number, limit: number): Measure {
  return { value: Math.max(0, Math.round(value)), limit: Math.round(limit), unit: 'ms' };
}

function ofShare(value: number, limit: number): Measure {
  return { value, limit, unit: 'share' };
}
