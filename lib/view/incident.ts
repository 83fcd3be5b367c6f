/** `GET /api/v1/incident`: all that is known of a range, in one piece. Exact names: `docs/api.md`. Epoch ms, ms. */
import type { Handover } from '../lease/handover.ts';
import type { LeaseClass } from '../lease/record.ts';
import type { Stretch } from '../lease/stretches.ts';
import type { AlertView } from './alert.ts';
import type { LeaseInsight } from './insight.ts';
import type { RenewalBucket } from './renewals.ts';
import type { RuleView } from './rules.ts';
import type { Status } from './status.ts';
import type { BlindStretch, SlowStretch, TimelineLane } from './timeline.ts';

/** At most so much of each is in it; what is left out is counted. */
export const MOST_ALERTS = 200;
export const MOST_HANDOVERS = 500;
export const MOST_LANES = 60;
export const MOST_LEASES = 12;
export const MOST_STRETCHES = 100;

/** `left`: how many more there are; null: more, and not counted. */
export type Some<T> = { items: T[]; left: number | null };

/** A Lease that changed hands or that something was wrong with, and how it was renewed. */
export type IncidentLease = {
  namespace: string;
  name: string;
  class: LeaseClass | null;
  durationMs: number | null;
  usualGapMs: number | null;
  renewals: RenewalBucket[];
  /** What renewals were seen then is not kept. */
  unwritten: Stretch[];
  insight: LeaseInsight | null;
};

/** A rule as it was set when this was made. */
export type IncidentRule = Omit<RuleView, 'worst' | 'firing'>;

export type Incident = {
  asOf: number;
  from: number;
  to: number;
  /** Whose view it is: who asked, null where nobody is asked who they are; and which namespaces they see, null for all. */
  view: { user: string | null; namespaces: string[] | null };
  /** Which Leases were asked about; empty lists and null: all. */
  scope: { namespaces: string[]; names: string[]; classes: LeaseClass[]; q: string | null };
  tenure: Pick<Status, 'version' | 'demo' | 'startedAt' | 'observedSince'> & {
    feed: Status['feed']['state'];
    feedSince: number;
  };
  cluster: Pick<Status['cluster'], 'id' | 'name' | 'server' | 'kubernetesVersion' | 'namespaces'>;
  permissions: Status['permissions'];
  history: Pick<Status['history'], 'state' | 'keptFrom'> & {
    /** Why nothing of it is told, as a sentence; null when it is. */
    problem: string | null;
  };
  blindSpots: Some<BlindStretch>;
  slow: Some<SlowStretch>;
  alerts: Some<AlertView>;
  /** From when on alerts that are over are known; null: from the beginning of the range on. */
  alertsFrom: number | null;
  handovers: Some<Handover>;
  /** `pointMs`: what is shorter was merged. */
  timeline: Some<TimelineLane> & { pointMs: number };
  leases: Some<IncidentLease>;
  rules: IncidentRule[];
};
