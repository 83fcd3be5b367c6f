/** What detectors look at that look at more than one Lease: one moment of a cluster. Epoch ms throughout. */
import { type FeedError, isLive, type ScopeFeed } from '../lease/feed.ts';
import { type FeedHealth, feedHealth } from '../lease/state.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import type { ClusterThresholds } from './cluster-thresholds.ts';
import type { DeletedLease } from './deleted.ts';
import type { Rule } from './finding.ts';
import type { LegacyLock } from './legacy-lock.ts';

export type Permission = 'granted' | 'denied' | 'unknown';

/** How the history is kept (`docs/api.md`, "history"). */
export type StoreFacts = {
  state: 'off' | 'opening' | 'ready' | 'failing';
  since: number;
  error: FeedError | null;
  /** Events that wait to be written, and those that had to be given up. */
  waiting: number;
  lost: number;
};

/** A rules file that is refused: why, each mistake a sentence, and since when what was read before it holds. */
export type RulesFacts = {
  path: string;
  loadedAt: number | null;
  since: number;
  mistakes: readonly string[];
};

/** One who is told of alerts, and whether that succeeds (`docs/api.md`, "notify"). */
export type ReceiverFacts = {
  /** Names the receiver in what says that it is failing: `Finding.key`. */
  key: string;
  receiver: 'alertmanager' | 'webhook' | 'slack';
  /** `host:port`: the rest of its address may hold a secret. */
  host: string;
  state: 'ok' | 'failing' | 'idle';
  since: number;
  error: FeedError | null;
  /** Alerts of which it was not told yet. */
  waiting: number;
};

export type ClusterSight = {
  now: number;
  /** When this process began: what is wrong with Tenure itself is known from then on. */
  startedAt: number;
  thresholds: ClusterThresholds;
  /** By scope: `feeds[lease.scope]` judges a Lease. */
  feeds: readonly ScopeFeed[];
  store: StoreFacts;
  /** Null or left out while nothing is wrong with it. */
  rulesFile?: RulesFacts | null;
  /** By resource, such as `pods`: what Tenure may read. */
  permissions: Readonly<Record<string, Permission>>;
  receivers?: readonly ReceiverFacts[];
  elections: () => Iterable<TrackedLease>;
  /** Looked through only while many elections are late: there may be 60,000. */
  heartbeats: () => Iterable<TrackedLease>;
  /** Those of them whose state is not `held`. */
  heartbeatsNotHeld: () => Iterable<TrackedLease>;
  /** Heartbeats of nodes, in any state. */
  nodes: number;
  /** Names of nodes that are marked unschedulable; null where nodes may not be read. */
  cordoned: ReadonlySet<string> | null;
  /** 37 of v1.37.2; null while not known. */
  kubernetesMinor: number | null;
  /** The node that a Lease's holder runs on; null when not known. */
  nodeOf: (lease: TrackedLease) => string | null;
  /** Whether a Pod or Node of this holder exists; null when not known. A false needs an answer that says so. */
  holderExists: (lease: TrackedLease) => boolean | null;
  /** Those that were deleted and do not exist now; without it none are looked at. */
  deleted?: () => Iterable<DeletedLease>;
  /** Whether an alert of this rule and key fires; without it none does. */
  isFiring?: (rule: Rule, key: string) => boolean;
  /** As read last; without it, or where they may not be read, there are none to tell of. */
  legacyLocks?: () => Iterable<LegacyLock>;
};

/** Null where nothing may be concluded from a Lease: its feed is not live. */
export function healthOf({ feeds }: Pick<ClusterSight, 'feeds'>, lease: TrackedLease): FeedHealth | null {
  const feed = feeds[lease.scope];
  return feed === undefined || !isLive(feed.state) ? null : feedHealth(feed, feed.provenAt);
}

/** The minor version of `v1.37.2`; null of what is not one of Kubernetes 1. */
export function minorOf(version: string | null): number | null {
  const minor = /^v?1\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? null : Number(minor);
}
