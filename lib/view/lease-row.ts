/** One Lease as the API and the pages show it. Exact names: `docs/api.md` ("Lease row"). */
import type { LeaseClass } from '../lease/record.ts';
import type { LeaseState } from '../lease/state.ts';

export type HolderRef = {
  kind: 'Pod' | 'Node';
  namespace: string | null;
  name: string;
  uid: string | null;
  node: string | null;
};

/** Renew gaps of the last 24 h, ms. */
export type RenewGaps = { median: number; p99: number; max: number };

/** Holder's clock minus the API server's, ms: the interval the evidence allows (field guide §8). */
export type ClockOffset = { lower: number; upper: number; latencyAllowanceMs: number; samples: number };

export type LeaseRow = {
  /** Names this row in the stream's `renewals` pairs; good for one instance of the server. */
  key: number;
  namespace: string;
  name: string;
  uid: string;
  class: LeaseClass;
  elects: boolean;
  state: LeaseState;
  stateSince: number | null;
  holder: string | null;
  previousHolder: string | null;
  holderRef: HolderRef | null;
  /** The last duration that was not a release's. */
  durationMs: number | null;
  rawDurationSeconds: number | null;
  transitions: number | null;
  acquireTime: string | null;
  renewTime: string | null;
  serverTime: string | null;
  lastRenewalAt: number | null;
  ageMs: number | null;
  ageCertain: boolean;
  lateAfterMs: number | null;
  expiresAfterMs: number | null;
  /** When a standby should have taken over: expiry or release plus the retries it may need. Epoch ms. */
  takeoverDueAt: number | null;
  heldSince: number | null;
  heldSinceCertain: boolean;
  renewGapMs: RenewGaps | null;
  headroomMs: number | null;
  clockOffsetMs: ClockOffset | null;
  handovers24h: number;
  alerts: string[];
};

export type { Totals } from '../lease/tally.ts';
