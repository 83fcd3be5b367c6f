/**
 * Each threshold by the rule it belongs to and the name that people know it by: what a rules file may set, within
 * which bounds, and what `GET /api/v1/rules` shows. A threshold without a row does not compile.
 */
import { type ClusterThresholds, DEFAULT_CLUSTER_THRESHOLDS } from './cluster-thresholds.ts';
import type { Rule } from './finding.ts';
import type { RuleLimits } from './rule-settings.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds.ts';

export const LIMIT_UNITS = ['ms', 'count', 'share'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

type LimitSpec = {
  rule: Rule;
  name: string;
  unit: LimitUnit;
  /** The bounds of what may be set, in its unit. */
  least: number;
  most: number;
  /** Counts in whole numbers only. */
  whole?: true;
  /** What it is, as the middle of a sentence. */
  says: string;
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Handovers are remembered for judging for so long. */
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const ofMs = (rule: Rule, name: string, least: number, most: number, says: string): LimitSpec => ({
  ...{ rule, name, unit: 'ms', least, most, says },
});
const ofCount = (rule: Rule, name: string, least: number, most: number, says: string): LimitSpec => ({
  ...{ rule, name, unit: 'count', least, most, whole: true, says },
});
const ofGaps = (rule: Rule, name: string, least: number, most: number, says: string): LimitSpec => ({
  ...{ rule, name, unit: 'count', least, most, says },
});
const ofShare = (rule: Rule, name: string, says: string): LimitSpec => ({
  ...{ rule, name, unit: 'share', least: 0, most: 1, says },
});

const OF_LEASE: Readonly<Record<keyof Thresholds, LimitSpec>> = {
  overdueGraceMs: ofMs('expired-but-held', 'grace', 0, HOUR_MS, 'how long after a standby was due'),
  replacementMs: ofMs(
    'expired-but-held',
    'replacement',
    0,
    HOUR_MS,
    'where nobody stood by: less bad until another one had so long to start; also of vacant',
  ),
  expiredLongPastMs: ofMs(
    'expired-but-held',
    'left-behind-after',
    MINUTE_MS,
    365 * DAY_MS,
    'only a report from then on',
  ),
  vacantLongPastMs: ofMs(
    'vacant',
    'left-behind-after',
    MINUTE_MS,
    365 * DAY_MS,
    'only a report from then on',
  ),
  flappingWindowMs: ofMs('flapping', 'window', MINUTE_MS, HOUR_MS, 'in which handovers are counted'),
  flappingWarning: ofCount('flapping', 'warning', 1, 1000, 'handovers to who had led in the window'),
  flappingCritical: ofCount('flapping', 'critical', 1, 1000, 'handovers of any kind in the window'),
  earlyToldForMs: ofMs('early-takeover', 'told-for', MINUTE_MS, HOUR_MS, 'how long it is told'),
  changedToldForMs: ofMs('duration-changed', 'told-for', MINUTE_MS, HOUR_MS, 'how long it is told'),
  nearShare: ofShare('headroom-low', 'near', 'of the duration: from there on a gap is near its end'),
  nearUsualGaps: ofGaps('headroom-low', 'near-usual-gaps', 1, 100, 'usual gaps: below that no gap is near'),
  nearShareAtMost: ofShare('headroom-low', 'near-at-most', 'of the duration: near whatever is usual'),
  nearTimes: ofCount('headroom-low', 'times', 1, 10_000, 'gaps that are near'),
  nearRate: ofShare('headroom-low', 'rate', 'of all gaps that are near'),
  invalidNeeds: ofCount('duration-invalid', 'gaps', 3, 10_000, 'gaps seen before it is judged'),
  formerEndsMs: ofMs(
    'former-holder-running',
    'after',
    0,
    HOUR_MS,
    'how long who lost a Lease is given to end',
  ),
  noStandbyMs: ofMs('no-standby', 'for', 0, HOUR_MS, 'how long fewer than two have been ready'),
  deletedGraceMs: ofMs('vacant', 'deleted-grace', 0, HOUR_MS, 'how long a deleted Lease is given'),
  deletedTenureMs: ofMs('vacant', 'deleted-held-for', 0, DAY_MS, 'held for less it was a lock for one task'),
  deletedToldForMs: ofMs('vacant', 'deleted-told-for', MINUTE_MS, HOUR_MS, 'how long its deletion is told'),
  legacyStillMs: ofMs('legacy-lock', 'left-behind-after', MINUTE_MS, DAY_MS, 'unchanged for so long'),
  clockWarningMs: ofMs('clock-skew', 'warning', 1, DAY_MS, 'off by so much for certain'),
  clockCriticalMs: ofMs('clock-skew', 'critical', 1, DAY_MS, 'off by so much for certain'),
  clockSamples: ofCount('clock-skew', 'samples', 2, 1000, 'renewals that are needed; also for clock-step'),
  clockLatencyMs: ofMs(
    'clock-skew',
    'latency',
    0,
    MINUTE_MS,
    'of the fastest request, where it is not known',
  ),
  clockStepMs: ofMs('clock-step', 'step', 1, DAY_MS, 'a clock was set by so much at least'),
  clockStepWarningMs: ofMs('clock-step', 'warning', 1, DAY_MS, 'a warning from then on, below a report'),
};

const OF_CLUSTER: Readonly<Record<keyof ClusterThresholds, LimitSpec>> = {
  slowLeast: ofCount('slow-renewals', 'least', 2, 100_000, 'so many at once; also of clocks that are off'),
  slowLeastShare: ofShare('slow-renewals', 'share', 'of those that were due; also of clocks that are off'),
  slowMostShare: ofShare('slow-renewals', 'nearly-all', 'of those that were due: it needs no other sign'),
  slowGapRatio: ofGaps('slow-renewals', 'usual-gaps', 1, 100, 'usual gaps: longer is slower than usual …'),
  slowGapLeastMs: ofMs('slow-renewals', 'slower-by', 0, HOUR_MS, '… and by so much at least'),
  nodeLateMs: ofMs('node-heartbeat-late', 'late', 40 * SECOND_MS, DAY_MS, 'without a heartbeat'),
  apiserverSilentMs: ofMs(
    'apiserver-silent',
    'silent',
    MINUTE_MS,
    DAY_MS,
    'without a renewal, which should come every 10 s',
  ),
  apiserverSilentWarningMs: ofMs(
    'apiserver-silent',
    'warning',
    MINUTE_MS,
    DAY_MS,
    'a warning from then on, before a report',
  ),
  abandonedMs: ofMs(
    'abandoned',
    'silent',
    MINUTE_MS,
    365 * DAY_MS,
    'without a renewal, and its holder does not exist',
  ),
  abandonedDurations: ofGaps('abandoned', 'durations', 1, 100_000, 'times its duration, whichever is longer'),
  feedCriticalMs: ofMs(
    'tenure',
    'unreachable',
    MINUTE_MS,
    DAY_MS,
    'critical when the API server is away for so long',
  ),
  receiverFailingMs: ofMs('tenure', 'receiver', MINUTE_MS, DAY_MS, 'in which a receiver takes no alerts'),
};

type Place = { of: 'lease'; key: keyof Thresholds } | { of: 'cluster'; key: keyof ClusterThresholds };
export type Limit = LimitSpec & { place: Place; default: number };

const LEASE_KEYS = Object.keys(OF_LEASE) as (keyof Thresholds)[];
const CLUSTER_KEYS = Object.keys(OF_CLUSTER) as (keyof ClusterThresholds)[];

export const LIMITS: readonly Limit[] = [
  ...LEASE_KEYS.map((key) => ({
    ...OF_LEASE[key],
    place: { of: 'lease' as const, key },
    default: DEFAULT_THRESHOLDS[key],
  })),
  ...CLUSTER_KEYS.map((key) => ({
    ...OF_CLUSTER[key],
    place: { of: 'cluster' as const, key },
    default: DEFAULT_CLUSTER_THRESHOLDS[key],
  })),
];

export function limitsOf(rule: Rule): Limit[] {
  return LIMITS.filter((limit) => limit.rule === rule);
}

/** The value in force, in the limit's unit. */
export function limitValue({ place }: Pick<Limit, 'place'>, { thresholds, cluster }: RuleLimits): number {
  return place.of === 'lease' ? thresholds[place.key] : cluster[place.key];
}

/** With other values of some limits. */
export function withLimits(limits: RuleLimits, values: ReadonlyMap<Limit, number>): RuleLimits {
  const thresholds = { ...limits.thresholds };
  const cluster = { ...limits.cluster };
  for (const [{ place }, value] of values) {
    if (place.of === 'lease') thresholds[place.key] = value;
    else cluster[place.key] = value;
  }
  return { thresholds, cluster };
}

/** A warning that came after what is critical would never be told: the first is never above the second. */
export const ORDERED: readonly { rule: Rule; lesser: string; greater: string }[] = [
  { rule: 'flapping', lesser: 'warning', greater: 'critical' },
  { rule: 'headroom-low', lesser: 'near', greater: 'near-at-most' },
  { rule: 'clock-skew', lesser: 'warning', greater: 'critical' },
  { rule: 'clock-step', lesser: 'step', greater: 'warning' },
  { rule: 'slow-renewals', lesser: 'share', greater: 'nearly-all' },
  { rule: 'apiserver-silent', lesser: 'silent', greater: 'warning' },
];
