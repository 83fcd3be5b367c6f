/** Leases at one moment, as the book keeps them, and the sight of a cluster of them. Epoch ms. */
import type { ClusterSight } from '../../lib/detect/cluster-sight.ts';
import { DEFAULT_CLUSTER_THRESHOLDS } from '../../lib/detect/cluster-thresholds.ts';
import type { LeaseClass } from '../../lib/lease/record.ts';
import { createTrackedLease, keepUsualGap, type TrackedLease } from '../../lib/lease/tracked.ts';
import { feed, lease as recordOf, T0 } from '../lease/builders.ts';

export const NOW = T0 + 3_600_000;

export type LeaseOver = {
  namespace?: string;
  name?: string;
  class?: LeaseClass;
  holder?: string | null;
  durationSeconds?: number | null;
  usualGapMs?: number | null;
  /** For how long it has not been renewed. */
  ageMs?: number;
  lastGapMs?: number | null;
};

let names = 0;
let keys = 0;

/** An election of 15/10/2 that was renewed a second ago, unless it is said otherwise. */
export function tracked(over: LeaseOver = {}): TrackedLease {
  const name = over.name ?? `lease-${++names}`;
  const record = recordOf({
    namespace: over.namespace ?? 'apps',
    name,
    holder: over.holder === undefined ? `${name}-holder` : over.holder,
    durationSeconds: over.durationSeconds === undefined ? 15 : over.durationSeconds,
  });
  const lease = createTrackedLease(++keys, 0, { ...record, class: over.class ?? 'controller' }, T0);
  const usualGapMs = over.usualGapMs === undefined ? 2000 : over.usualGapMs;
  keepUsualGap(
    lease,
    usualGapMs === null ? null : { median: usualGapMs, p99: usualGapMs, max: usualGapMs, count: 100 },
  );
  lease.lastRenewalAt = NOW - (over.ageMs ?? 1000);
  lease.lastGapMs = over.lastGapMs ?? null;
  lease.ageCertain = true;
  return lease;
}

export function heartbeat(name: string, ageMs: number, over: LeaseOver = {}): TrackedLease {
  const node: LeaseOver = { namespace: 'kube-node-lease', class: 'node-heartbeat', holder: name };
  return tracked({ ...node, name, durationSeconds: 40, usualGapMs: 10_200, ageMs, ...over });
}

export type SightOver = Partial<Omit<ClusterSight, 'elections' | 'heartbeats' | 'heartbeatsNotHeld'>> & {
  elections?: readonly TrackedLease[];
  heartbeats?: readonly TrackedLease[];
};

export function clusterSight(over: SightOver = {}): ClusterSight {
  const heartbeats = over.heartbeats ?? [];
  return {
    now: NOW,
    startedAt: T0,
    thresholds: DEFAULT_CLUSTER_THRESHOLDS,
    feeds: [feed({ provenAt: NOW })],
    store: { state: 'ready', since: T0, error: null, waiting: 0, lost: 0 },
    permissions: {},
    nodes: heartbeats.filter((one) => one.class === 'node-heartbeat').length,
    cordoned: new Set(),
    kubernetesMinor: 37,
    nodeOf: () => null,
    holderExists: () => null,
    ...over,
    elections: () => over.elections ?? [],
    heartbeats: () => heartbeats,
    heartbeatsNotHeld: () => heartbeats,
  };
}
