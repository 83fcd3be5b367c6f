/** The worst of each rule over a whole cluster, gathered Lease by Lease: there may be 65,000, so others take turns. */
import type { TrackedLease } from '../lease/tracked.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { Rule, Subject } from './finding.ts';
import type { ClockSight } from './holder-clock.ts';
import { lateElections } from './late-elections.ts';
import { type Measure, measuresOf, silenceOf, worseOf } from './lease-measures.ts';
import type { DetectSettings } from './rule-settings.ts';
import { subjectOf } from './sight.ts';

export type WorstMeasure = Measure & { subject: Subject };
const EVERYTHING: Subject = { namespace: null, name: null, node: null, holder: null };

export type WorstMeasures = {
  /** `own`: what holds for this Lease; its thresholds are those of `one`. */
  take(lease: TrackedLease, one: ClockSight, own: DetectSettings): void;
  /** Null where the rule is off, has no measure, or nothing could be measured. */
  of(rule: Rule): WorstMeasure | null;
};

/** `sight`: as of one moment, with the thresholds of `all`. */
export function createWorstMeasures(sight: ClusterSight, all: DetectSettings): WorstMeasures {
  const worst = new Map<Rule, WorstMeasure>();

  function keep([rule, measure]: [Rule, Measure], subject: Subject, { rules }: DetectSettings): void {
    if (!rules[rule].enabled) return;
    const before = worst.get(rule);
    const one = { ...measure, subject };
    worst.set(rule, before === undefined ? one : worseOf(before, one));
  }

  const late = lateShare(sight);
  if (late !== null) keep(['slow-renewals', late], EVERYTHING, all);

  return {
    take(lease, one, own) {
      if (healthOf(sight, lease) === null) return;
      const silence = lease.elects
        ? null
        : silenceOf(lease, own === all ? sight : { ...sight, thresholds: own.cluster });
      if (silence !== null) keep(silence, subjectOf(lease), own);
      for (const measured of measuresOf(one)) keep(measured, subjectOf(lease), own);
    },
    of: (rule) => worst.get(rule) ?? null,
  };
}

/** Elections that are late at once, of those that were due. */
function lateShare(sight: ClusterSight): Measure | null {
  const { slow, slower, silent, due } = lateElections(sight);
  if (due.length === 0) return null;
  const late = slow.length + slower.length + silent.length;
  return { value: late / due.length, limit: sight.thresholds.slowLeastShare, unit: 'share' };
}
