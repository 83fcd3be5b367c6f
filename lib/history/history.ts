/** What is kept and what is asked of it: the same whether SQLite or PostgreSQL keeps it. Epoch ms, ms. */
import type { Alert } from '../alert/alert.ts';
import type { Delivery } from '../alert/delivery.ts';
import type { Silence as AlertSilence } from '../alert/silence.ts';
import type { FeedError } from '../lease/feed.ts';
import type { Handover } from '../lease/handover.ts';
import type { KnownLease } from '../lease/known.ts';
import type { Stretch } from '../lease/stretches.ts';
import type { KeptCluster } from '../view/clusters.ts';
import type { LeaseInsight } from '../view/insight.ts';
import type { RenewalBucket } from '../view/renewals.ts';
import type { HistoryStatus } from '../view/status.ts';
import type { BlindStretch } from '../view/timeline.ts';
import type { Sender } from './election.ts';

export type LeaseName = { namespace: string; name: string };

/** One minute of one Lease's renewals; `minute` is its beginning. Clock bounds include the latency allowed for. */
export type RenewalMinute = LeaseName & {
  minute: number;
  count: number;
  maxGapMs: number | null;
  offsetLowerMs: number | null;
  offsetUpperMs: number | null;
  holder: string | null;
};
export type SlowMinute = { minute: number; late: number; of: number };
export type Silence = LeaseName & { from: number; to: number };
export type DurationChange = LeaseName & { at: number; beforeMs: number | null; afterMs: number | null };
/** Everything between `from` and `to` was seen; told again with a later `to`. Scope null: the whole cluster. */
export type WatchedStretch = { scope: string | null; from: number; to: number };
export type HolderPlace = {
  identity: string;
  podNamespace: string | null;
  podName: string | null;
  podUid: string | null;
  node: string | null;
  ownerKind: string | null;
  ownerName: string | null;
  resolvedAt: number;
};

/** Written in one transaction: what it says was watched holds what it says happened. */
export type Batch = {
  leases: KnownLease[];
  handovers: Handover[];
  minutes: RenewalMinute[];
  slow: SlowMinute[];
  silences: Silence[];
  durations: DurationChange[];
  watched: WatchedStretch[];
  /** Up to when all renewals that this run saw are in this batch or an earlier one; null where that is as it was. */
  summedTo: number | null;
  places: HolderPlace[];
  /** Each as it is now; what is over stays over. */
  alerts: Alert[];
  /** Ended early: told again with an earlier `until`, which holds for good. */
  alertSilences: AlertSilence[];
  /** The last of each receiver and alert; of those without an alert the first. */
  deliveries: Delivery[];
};

/**
 * What whoever asks may see: nothing of any other namespace is in the answer, whatever else is asked for. Null, as
 * nothing, for everything.
 */
export type Among = { among?: readonly string[] | null };

export type HandoverFilter = Among & {
  namespaces: readonly string[];
  names: readonly string[];
  classes: readonly string[];
  /** Part of the name or namespace, any case. */
  q: string | null;
  causes: readonly string[];
  holders: readonly string[];
  from: number;
  to: number;
};
export type TimelineFilter = Among & {
  namespaces: readonly string[];
  /** Exact; empty for all. */
  names: readonly string[];
  classes: readonly string[];
  /** Part of the name or namespace, any case. */
  q: string | null;
  /** Only Leases that changed hands in the range. */
  moved: boolean;
};
/**
 * What is being watched right now and not kept yet: joined to the stretches that are kept, so that a quiet watch
 * that was proved last a minute ago is no blind spot.
 */
export type Watching = readonly WatchedStretch[];

export type TimelineQuestion = TimelineFilter & {
  from: number;
  to: number;
  /** The present: nothing is drawn after it. */
  now: number;
  watching: Watching;
  /** What is silent past its duration right now, up to now: kept only up to when it was told last. */
  silent?: readonly Silence[];
  points: number;
  limit: number;
  /** The last lane of the page before: its class, name and namespace. */
  after: { class: string; name: string; namespace: string } | null;
};

/** What has been kept, asked of a thread of its own: no query stalls the caller. Rejects with a `HistoryError`. */
export type HistoryReads = {
  /** Of every Lease that elects: what was true when other runs ended watching, and until when that was. */
  known(): Promise<{ leases: KnownLease[]; watchedUntil: { scope: string | null; at: number }[] }>;
  /** Newest first (at, then id); `after` is the last of the page before. */
  handovers(
    filter: HandoverFilter,
    page: { limit: number; after: { at: number; id: string } | null },
  ): Promise<Handover[]>;
  /** When each Lease changed hands since then, an `unseen` one as often as the counter rose. */
  handoverTimes(since: number): Promise<(LeaseName & { times: number[] })[]>;
  renewals(lease: LeaseName, range: { from: number; to: number; points: number }): Promise<RenewalBucket[]>;
  /** When a namespace was watched, and what renewals were seen is not kept: who saw them was killed. Oldest first. */
  unwritten(namespace: string, range: { from: number; to: number; watching: Watching }): Promise<Stretch[]>;
  /** A `TimelineAnswer` but for `asOf`, as JSON, made where it is read: lanes are many. */
  timeline(
    question: TimelineQuestion,
  ): Promise<{ json: Uint8Array<ArrayBuffer>; after: TimelineQuestion['after'] }>;
  overview(
    filter: TimelineFilter,
    range: { from: number; to: number; slots: number },
  ): Promise<{ slotMs: number; handovers: number[] }>;
  insight(
    lease: LeaseName,
    range: { from: number; to: number; now: number; watching: Watching; expiredSince: number | null },
  ): Promise<Omit<LeaseInsight, 'asOf'>>;
  /** When it was silent past its duration, newest first: what goes on up to when that was told last. */
  silences(lease: LeaseName, range: { from: number; to: number; limit: number }): Promise<Stretch[]>;
  /** Stretches inside the range that no scope's watch covers, oldest first. */
  blindSpots(range: Among & { from: number; to: number; watching: Watching }): Promise<BlindStretch[]>;
  places(identities: readonly string[]): Promise<HolderPlace[]>;
  /**
   * Those that were over by now and there at any time of the range, both ends included, the newest end first; `after`
   * is the last of the page before. What two replicas told of the same trouble is one: that which began first. With
   * those about these namespaces come those about no single one, and some of earlier versions may be about any.
   */
  alerts(
    range: Among & { from: number; to: number },
    page: { limit: number; after: { resolvedAt: number; id: string } | null },
  ): Promise<Alert[]>;
  /** Those that are not over, as they were told last. */
  openAlerts(): Promise<Alert[]>;
  /** By their ids, whenever they were. */
  alertsById(ids: readonly string[]): Promise<Alert[]>;
  /** Those that end after `since`, the last that was made first. */
  alertSilences(since: number): Promise<AlertSilence[]>;
  /** Oldest first; what was told of one that is shown as another is told of that. */
  deliveries(): Promise<Delivery[]>;
  /** All that write into the same store, this one among them. */
  clusters(): Promise<KeptCluster[]>;
};

export type History = {
  status(): HistoryStatus;
  /** Opens the store, or tries again; told the cluster's aliases, best first. Resolves once it is open. */
  open(cluster: { aliases: string[]; name: string | null; publicUrl?: string | null }): Promise<void>;
  /** A further alias of the cluster that is open, such as its uid once it may be read. */
  alias(alias: string): void;
  /** Takes it in at once and writes it within a second, or later when the store fails. Never throws. */
  record(part: Partial<Batch>): void;
  /** Resolves when all that was recorded is written, or can't be now; after 2 s whatever comes of it. */
  flush(): Promise<void>;
  /** How long handing a part of what waits to the store held up the caller at most, since this was last asked. */
  longestHandMs(): number;
  /**
   * `tell` is called each time the store that is open turns out to know nothing of what this run recorded before,
   * as its file was removed or its tables were emptied. Then whatever is true has to be recorded again, also what
   * has not changed, and what is watched begins anew.
   */
  onEmptied(tell: () => void): void;
  reads: HistoryReads;
  /** The same of another cluster in this store, by its `KeptCluster.id`; rejects with `history_no_cluster`. */
  readsOf(id: string): HistoryReads;
  /** Whether this replica is the one that tells people and removes what is old: without PostgreSQL always. */
  sender: Sender;
  /** Writes what waits and closes, within so long; `CLOSES_WITHIN_MS` more where writing takes it all. */
  close(withinMs: number): Promise<void>;
};

/** Closing a store takes no longer than this: one that is at rest needs less. */
export const CLOSES_WITHIN_MS = 1000;

/** What went wrong with the store: a machine's word, what it said, and what a person can do. */
export class HistoryError extends Error {
  readonly code: string;
  readonly hint: string;
  constructor({ code, message, hint }: FeedError) {
    super(message);
    this.name = 'HistoryError';
    this.code = code;
    this.hint = hint;
  }
}
