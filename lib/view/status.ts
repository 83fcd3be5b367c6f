/** `GET /api/v1/status`, and what the shell of every page shows. Exact names: `docs/api.md`. */
import type { Feed, FeedError } from '../lease/feed.ts';
import type { LeaseState } from '../lease/state.ts';
import type { AuthStatus } from './auth.ts';
import type { Totals } from './lease-row.ts';

export const PERMISSIONS = ['granted', 'denied', 'unknown'] as const;
export type Permission = (typeof PERMISSIONS)[number];
export const OPTIONAL_RESOURCES = [
  'pods',
  'nodes',
  'events',
  'leasecandidates',
  'configmaps',
  'endpoints',
] as const;
export type OptionalResource = (typeof OPTIONAL_RESOURCES)[number];
export type Permissions = Record<'leases' | OptionalResource, Permission>;

export const HISTORY_STATES = ['off', 'opening', 'ready', 'failing'] as const;

/** Whether what happens is being kept, and how far back. */
export type HistoryStatus = {
  /** `off`: none is configured. `failing`: what happens is buffered, and tried again. */
  state: (typeof HISTORY_STATES)[number];
  kind: 'sqlite' | 'postgresql' | null;
  since: number;
  /** From when on anything is kept, epoch ms; null when not known. */
  keptFrom: number | null;
  /** The same of renewals, which are kept for less long. */
  renewalsKeptFrom: number | null;
  error: FeedError | null;
  /** Events that wait to be written, and those that had to be given up (of holders or renewals: a blind spot). */
  waiting: number;
  lost: number;
};

/** One who is told of alerts. */
export type NotifyStatus = {
  receiver: 'alertmanager' | 'webhook' | 'slack';
  /** `host:port`: the rest of its address may hold a secret. */
  host: string;
  /** `idle`: nothing waits, and nothing was taken: there was nothing yet, or the last try failed. */
  state: 'ok' | 'failing' | 'idle';
  since: number;
  /** Of the last try; null when it was taken. */
  error: FeedError | null;
  /** Alerts of which it was not told yet what is due. */
  waiting: number;
};

export type Status = {
  version: string;
  demo: boolean;
  cluster: {
    /** The uid of the namespace kube-system; null when it may not be read. */
    id: string | null;
    /** The kubeconfig's context, or what TENURE_CLUSTER_NAME says; null when no cluster is configured. */
    name: string | null;
    server: string | null;
    kubernetesVersion: string | null;
    /** Who Tenure is to the API server, as far as its answers have said ("system:serviceaccount:…"). */
    user: string | null;
    /** TENURE_NAMESPACES; empty for the whole cluster. */
    namespaces: string[];
    /** Where a cluster was looked for, in order, and what was found there; for the page "no cluster". */
    lookedFor: { place: string; result: string }[];
  };
  feed: Feed;
  counts: Totals & {
    /** All Leases by state. */
    states: Record<LeaseState, number>;
    alerts: { critical: number; warning: number; info: number };
  };
  permissions: Permissions;
  history: HistoryStatus;
  /** Who is told of alerts; empty where nobody is, and for whoever sees only some namespaces. */
  notify: NotifyStatus[];
  /** Whether this replica is the one that tells them, and that removes what is old from the history. */
  sender: boolean;
  /** The namespaces whose Leases whoever asks may see; null: all. */
  sees: string[] | null;
  /** When this process began to watch: what strips and counts can speak of. Epoch ms. */
  observedSince: number | null;
  startedAt: number;
  /** Tenure's clock at the answer, epoch ms. */
  now: number;
};

/** Of the call alone: what a stream says is said to many. */
export type StatusAnswer = Status & { auth: AuthStatus };
