/**
 * What an open page knows, as a pure function of what Tenure has said: snapshot, patch, feed, handover.
 * Times are epoch ms on Tenure's clock. Rows are found by `row.key`, which is good for one instance of the
 * server only: with another instance everything is replaced.
 */
import type { Feed } from '../lease/feed.ts';
import type { Handover } from '../lease/handover.ts';
import { compareNames } from '../view/board-sort.ts';
import type { LeaseRow, Totals } from '../view/lease-row.ts';
import type { Status } from '../view/status.ts';
import type { PatchMessage, SnapshotMessage, StreamMessage } from '../view/stream.ts';

export type Rows = ReadonlyMap<number, LeaseRow>;

/** While they are on their way, rows that are shown are judged by what was said with them. */
type Incoming = {
  rows: Map<number, LeaseRow>;
  done: number;
  total: number;
  status: Status | null;
  feed: Feed | null;
};

export type LiveState = {
  instance: string | null;
  rows: Rows;
  /**
   * A snapshot under way. An empty page shows its first chunk at once, and the rest when it is complete; a page
   * that has rows keeps them until then, so that a reconnect does not make it blink.
   */
  incoming: Incoming | null;
  status: Status | null;
  feed: Feed | null;
  totals: Totals | null;
  provenAt: readonly (number | null)[];
  /** Handovers by id, as far as they were fetched or streamed. */
  handovers: ReadonlyMap<string, Handover>;
  /** Those of them that were streamed since any were fetched. */
  streamed: ReadonlyMap<string, Handover>;
  /** Counts what changed more than ages: snapshots and patches with rows. Mere renewals are seen at the next tick. */
  revision: number;
  /** Counts complete snapshots of the stream: what was fetched beside it is fetched anew after each. */
  snapshots: number;
  /** Counts what was told of alerts: they are fetched beside the stream. */
  alertsTold: number;
  /** `now` of the last message. */
  heardAt: number | null;
};

export const NOTHING_KNOWN: LiveState = {
  instance: null,
  rows: new Map(),
  incoming: null,
  status: null,
  feed: null,
  totals: null,
  provenAt: [],
  handovers: new Map(),
  streamed: new Map(),
  revision: 0,
  snapshots: 0,
  alertsTold: 0,
  heardAt: null,
};

/**
 * `instance`: the part of the event's id before the dot; null before any came on this connection. A message without an id
 * has the one of the message before it, as browsers give it.
 */
export function reduceLive(state: LiveState, message: StreamMessage, instance: string | null): LiveState {
  const known = instance === null || state.instance === null || instance === state.instance;
  const base: LiveState = {
    ...(known
      ? state
      : {
          ...NOTHING_KNOWN,
          rows: state.rows,
          totals: state.totals,
          status: state.status,
          feed: state.feed,
          provenAt: state.provenAt,
          snapshots: state.snapshots,
          revision: state.revision,
          alertsTold: state.alertsTold,
          incoming: endsSnapshot(message) ? state.incoming : null,
        }),
    instance: instance ?? state.instance,
    heardAt: message.data.now,
  };
  switch (message.type) {
    case 'snapshot':
      // One that was polled has no instance: it comes every few seconds, and nobody missed anything before it.
      return takeSnapshot(base, message.data, instance !== null || state.snapshots === 0);
    case 'patch':
      return takePatch(base, message.data);
    case 'feed':
      return takeFeed(base, message.data.feed);
    case 'history':
      return withStatus(base, { history: message.data.history });
    case 'permissions':
      return withStatus(base, { permissions: message.data.permissions });
    case 'alert':
      return { ...base, alertsTold: base.alertsTold + 1 };
    case 'handover':
      return takeHandover(base, message.data.handover);
  }
}

/** Its last chunk alone says of which instance a snapshot is: those before it have no id and are of the same. */
function endsSnapshot({ type, data }: StreamMessage): boolean {
  return type === 'snapshot' && data.status === null;
}

function takeFeed(state: LiveState, feed: Feed): LiveState {
  if (state.incoming === null) return { ...state, feed };
  const incoming = { ...state.incoming, feed };
  return keepsRows(state) ? { ...state, incoming } : { ...state, incoming, feed };
}

/** In what is shown, and in what is on its way. */
function withStatus(state: LiveState, part: Partial<Status>): LiveState {
  const { status, incoming } = state;
  const next = status === null ? null : { ...status, ...part };
  if (incoming === null || incoming.status === null) return { ...state, status: next };
  return { ...state, status: next, incoming: { ...incoming, status: { ...incoming.status, ...part } } };
}

/**
 * Fetched beside the stream; what the stream has said meanwhile is newer and stays. What it said before is among them,
 * as it is now, unless it was taken back.
 */
export function seedHandovers(state: LiveState, fetched: readonly Handover[]): LiveState {
  const handovers = new Map(fetched.map((handover) => [handover.id, handover]));
  for (const [id, handover] of state.streamed) handovers.set(id, handover);
  return { ...state, handovers, streamed: new Map() };
}

/** A page that fetches none, or the worker, keeps the last of those that were streamed. */
const MOST_STREAMED = 10_000;

function takeHandover(state: LiveState, handover: Handover): LiveState {
  const handovers = new Map(state.handovers).set(handover.id, handover);
  const streamed = new Map(state.streamed).set(handover.id, handover);
  const [oldest] = streamed.keys();
  if (streamed.size > MOST_STREAMED && oldest !== undefined) {
    handovers.delete(oldest);
    streamed.delete(oldest);
  }
  return { ...state, handovers, streamed };
}

/**
 * A feed that is not live makes every Lease unknown. What was fresh then is what a frozen page shows ("were
 * 200 of 200"), so those counts stay until there are others.
 */
function knownTotals(before: Totals | null, next: Totals): Totals {
  const unknown = next.elects.unknown + next.heartbeats.unknown;
  if (before === null || next.leases === 0 || unknown < next.leases) return next;
  return { ...next, heldByClass: before.heldByClass };
}

/** What is shown is from an earlier snapshot, until the one that is on its way is whole. */
function keepsRows(state: LiveState): boolean {
  return state.snapshots > 0;
}

function takeSnapshot(state: LiveState, snapshot: SnapshotMessage, counts: boolean): LiveState {
  // The first chunk carries the status.
  const first = snapshot.status !== null || state.incoming === null;
  const gathered = new Map(first ? [] : state.incoming?.rows);
  for (const row of snapshot.rows) gathered.set(row.key, row);
  const complete = snapshot.done >= snapshot.total;
  const shown = complete || (first && state.snapshots === 0);
  const status = snapshot.status ?? state.incoming?.status ?? state.status;
  const feed = snapshot.status?.feed ?? state.incoming?.feed ?? state.feed;
  const { done, total } = snapshot;
  const incoming = complete ? null : { rows: gathered, done, total, status, feed };
  if (incoming !== null && keepsRows(state)) return { ...state, incoming };
  return {
    ...state,
    rows: complete ? sortedByName(gathered) : shown ? gathered : state.rows,
    incoming,
    status,
    feed,
    totals: shown ? knownTotals(state.totals, snapshot.totals) : state.totals,
    provenAt: snapshot.provenAt,
    revision: state.revision + (shown ? 1 : 0),
    snapshots: state.snapshots + (complete && counts ? 1 : 0),
  };
}

/** In the order in which the board has them: then sorting them anew each second finds them sorted. */
function sortedByName(rows: Rows): Rows {
  return new Map([...rows].sort(([, a], [, b]) => compareNames(a, b)));
}

function takePatch(state: LiveState, patch: PatchMessage): LiveState {
  const into = state.incoming === null ? state.rows : state.incoming.rows;
  const quiet = patch.rows.length + patch.removed.length + patch.renewals.length === 0;
  const rows = quiet ? into : patched(into, patch);
  const revision = state.revision + (patch.rows.length + patch.removed.length > 0 ? 1 : 0);
  const totals = patch.totals === null ? state.totals : knownTotals(state.totals, patch.totals);
  if (state.incoming === null) return { ...state, rows, totals, provenAt: patch.provenAt, revision };
  const incoming = { ...state.incoming, rows: new Map(rows) };
  return keepsRows(state)
    ? { ...state, incoming }
    : { ...state, incoming, totals, provenAt: patch.provenAt, revision };
}

function patched(known: Rows, patch: PatchMessage): Rows {
  const rows = new Map(known);
  for (const key of patch.removed) rows.delete(key);
  for (const row of patch.rows) rows.set(row.key, row);
  for (const [key, lastRenewalAt] of patch.renewals) {
    const row = rows.get(key);
    if (row !== undefined) rows.set(key, { ...row, lastRenewalAt, ageCertain: true });
  }
  return rows;
}
