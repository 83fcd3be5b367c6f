/** Nodes and clocks as `/api/v1/nodes`, `/nodes/heat` and `/clocks` answer them. Exact names: `docs/api.md`. Epoch ms, ms. */
import type { LeaseState } from '../lease/state.ts';
import type { ClockKind } from './clock-kind.ts';
import type { TimeZone } from './format.ts';
import type { ClockOffset } from './lease-row.ts';
import { formatMoment } from './moment.ts';

/** A node by its heartbeat. */
export type NodeItem = {
  name: string;
  state: LeaseState;
  /** Of one that nobody holds: since when, or since when at the latest. */
  lastRenewalAt: number | null;
  ageMs: number | null;
  ageCertain: boolean;
  durationMs: number | null;
  lateAfterMs: number | null;
  clockOffsetMs: ClockOffset | null;
  /** Leases whose holders are known to run there, as `namespace/name`. */
  holds: string[];
};

/** What a heartbeat in each state is called. */
export const HEARTBEAT_WORDS: Readonly<Record<LeaseState, string>> = {
  held: 'in time',
  late: 'late',
  expired: 'expired',
  vacant: 'held by nobody',
  unknown: 'not known',
};

/** "since 03:12:55", of one that nobody holds: that is no silence, which is counted from a holder's last word. */
export function nobodySince(at: number, { ageCertain }: NodeItem, now: number, zone: TimeZone): string {
  return `since ${formatMoment(at, now, zone)}${ageCertain ? '' : ' at the latest'}`;
}

export type NodesAnswer = { asOf: number; items: NodeItem[]; nextCursor: string | null };

/** All nodes at once, a letter or a number each: enough to draw 60,000. In the order in which they were listed. */
export type HeatAnswer = {
  asOf: number;
  names: string[];
  /** Since the last heartbeat; null where that is not known. */
  ages: (number | null)[];
  /** One of `HEAT_STATES` each. */
  states: string;
  /** One of `HEAT_CLOCKS` each. */
  clocks: string;
};

export const HEAT_STATES: Readonly<Record<LeaseState, string>> = {
  held: 'h',
  late: 'l',
  expired: 'e',
  vacant: 'v',
  unknown: 'u',
};
export const HEAT_CLOCKS: Readonly<Record<ClockKind | 'none', string>> = {
  ahead: 'a',
  behind: 'b',
  torn: 't',
  near: 'n',
  few: 'f',
  none: '-',
};

/** One clock: that of a node and of all holders that are known to run there, or of a holder whose node is not known. */
export type ClockItem = {
  node: string | null;
  /** Null for a node. */
  holder: string | null;
  /** By how many Leases it is told. */
  leases: number;
  kind: ClockKind;
  /** What all of them allow; `lower` above `upper` where they contradict each other. */
  offset: ClockOffset;
};

/** `items`: worst first. `rest`: those after them, of which `near` ones agree with the API server to `withinMs`. */
export type ClocksAnswer = {
  asOf: number;
  items: ClockItem[];
  rest: { near: number; withinMs: number | null; others: number };
  /** Leases without a stamp of the API server's to compare with: nothing can be known. */
  unresolved: number;
};
