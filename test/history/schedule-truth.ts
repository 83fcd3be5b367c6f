/** What really happened to each Lease, from every accepted write; independent of the product's own judging. */
import type { Cluster } from '../../lib/simulator/cluster.ts';
import type { LeaseVersion } from '../../lib/simulator/lease-version.ts';
import type { ChangeType } from '../../lib/simulator/table.ts';

export type Takeover = {
  lease: string;
  from: string;
  to: string;
  /** The write that ended the tenure before: the release, or the takeover itself. True time, epoch ms. */
  endedAt: number;
  at: number;
  released: boolean;
  transitions: number;
};

/** From then on it is held by `holder`, or by nobody (null). */
export type Change = { lease: string; at: number; holder: string | null };

export type Truth = { takeovers: readonly Takeover[]; changes: readonly Change[]; stop(): void };

export function recordTruth(cluster: Cluster): Truth {
  const takeovers: Takeover[] = [];
  const changes: Change[] = [];
  const last = new Map<string, { holder: string; releasedAt: number | null }>();
  for (const version of cluster.store.leaseTable.snapshot()) {
    const lease = `${version.namespace}/${version.name}`;
    last.set(lease, { holder: version.holder, releasedAt: null });
    changes.push({ lease, at: cluster.timers.now(), holder: version.holder });
  }
  const stop = cluster.store.leaseTable.subscribe(({ type, version }) => see(type, version));

  function see(type: ChangeType, version: LeaseVersion): void {
    const lease = `${version.namespace}/${version.name}`;
    const before = last.get(lease);
    if (before === undefined || type === 'DELETED')
      throw new Error(`${lease}: no Lease comes or goes in this world`);
    const at = cluster.timers.now();
    if (version.holder === '') {
      if (before.releasedAt === null) changes.push({ lease, at, holder: null });
      before.releasedAt ??= at;
      return;
    }
    if (version.holder === before.holder && before.releasedAt === null) return;
    changes.push({ lease, at, holder: version.holder });
    takeovers.push({
      lease,
      from: before.holder,
      to: version.holder,
      endedAt: before.releasedAt ?? at,
      at,
      released: before.releasedAt !== null,
      transitions: version.spec.leaseTransitions ?? 0,
    });
    last.set(lease, { holder: version.holder, releasedAt: null });
  }

  return { takeovers, changes, stop };
}
