/** `GET /api/v1/timeline` and `/api/v1/timeline/overview`: who held what over a range (`docs/api.md`). Epoch ms. */
import type { HandoverCause } from '../lease/handover.ts';
import type { LeaseClass } from '../lease/record.ts';

export type LaneSpan = {
  /**
   * `tenure`: somebody held it. `vacancy`: nobody stood in it, or it did not exist. `expired`: a holder stood in
   * it past its duration. `dense`: handovers too close to be told apart at this range; `count` says how many.
   */
  type: 'tenure' | 'vacancy' | 'expired' | 'dense';
  from: number;
  to: number;
  /** Of a tenure or an expired one; of a dense one whoever held it last. */
  holder?: string;
  /** Where that holder ran, once that was looked up. */
  node?: string;
  count?: number;
  /** Of a tenure that began in the range: how. */
  cause?: HandoverCause;
};

export type TimelineLane = {
  namespace: string;
  name: string;
  class: LeaseClass;
  /** In the range; `unseen` handovers count for as many as the counter rose. */
  handovers: number;
  /** More may hide in a blind spot. */
  atLeast: boolean;
  spans: LaneSpan[];
};

/** Nobody watched; `scope` is a namespace, null for the whole cluster. */
export type BlindStretch = { from: number; to: number; scope: string | null };
/** `late` of the `of` Leases that renewed meanwhile did so late, in its worst minute. */
export type SlowStretch = { from: number; to: number; late: number; of: number };

export type TimelineAnswer = {
  asOf: number;
  from: number;
  to: number;
  /** What is shorter than this is merged. */
  pointMs: number;
  /** By class, then name, then namespace. */
  items: TimelineLane[];
  /** Of all that match, not of this page. */
  total: number;
  blindSpots: BlindStretch[];
  slow: SlowStretch[];
  nextCursor: string | null;
};

/** Handovers of all Leases that match, `slotMs` a slot from `from` on. */
export type TimelineOverview = {
  asOf: number;
  from: number;
  to: number;
  slotMs: number;
  handovers: number[];
  blindSpots: BlindStretch[];
};
