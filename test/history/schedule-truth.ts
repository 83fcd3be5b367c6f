/** What really happened to each Lease, from every accepted write; independent of the product's own judging. */
import type { Cluster } from '../../lib/simulator/cluster.ts';
import type { LeaseVersion } from '../../lib/simulator/lease-version.ts';
import type { ChangeType } from '../../lib/simulator/table.ts';

export type Takeover = {
  lease: string;
  from: string;
  to: string;
  /** What ended the tenure before: the release, the deletion, or the takeover itself. True time, epoch ms. */
  endedAt: number;
  at: number;
  /** What it claims of that: its clock as of the request, which may have been held up. */
  claimedAt: number;
  /** How that tenure ended; of what was deleted that counts, whatever else had ended it before. */
  cause: 'expiry' | 'release' | 'recreated';
  /** Since the last renewal of the holder before, and of that for how long it was nobody's. */
  silentMs: number;
  vacantMs: number;
  /** What the counter rose by; null where it is another object's. */
  counted: number | null;
};

/** From then on it is held by `holder`, or by nobody (null). */
export type Change = { lease: string; at: number; holder: string | null };

export type Truth = { takeovers: readonly Takeover[]; changes: readonly Change[]; stop(): void };

type Holding = {
  holder: string;
  transitions: number;
  durationMs: number;
  renewedAt: number;
  endedAt: number | null;
  isGone: boolean;
};

const counterOf = ({ spec }: LeaseVersion): number => spec.leaseTransitions ?? 0;
const heldBy = (version: LeaseVersion, renewedAt: number): Holding => ({
  holder: version.holder,
  transitions: counterOf(version),
  durationMs: (version.spec.leaseDurationSeconds ?? 0) * 1000,
  renewedAt,
  endedAt: null,
  isGone: false,
});

export function recordTruth(cluster: Cluster): Truth {
  const takeovers: Takeover[] = [];
  const changes: Change[] = [];
  const last = new Map<string, Holding>();
  for (const version of cluster.store.leaseTable.snapshot()) {
    const lease = `${version.namespace}/${version.name}`;
    last.set(lease, heldBy(version, Date.parse(version.spec.renewTime ?? '')));
    changes.push({ lease, at: cluster.timers.now(), holder: version.holder });
  }
  const stop = cluster.store.leaseTable.subscribe(({ type, version }) => see(type, version));

  function see(type: ChangeType, version: LeaseVersion): void {
    const lease = `${version.namespace}/${version.name}`;
    const before = last.get(lease);
    if (before === undefined) throw new Error(`${lease}: no other Lease comes in this world`);
    const at = cluster.timers.now();
    if (type === 'DELETED') before.isGone = true;
    if (type === 'DELETED' || version.holder === '') {
      if (before.endedAt === null) changes.push({ lease, at, holder: null });
      before.endedAt ??= at;
      return;
    }
    if (version.holder === before.holder && before.endedAt === null) {
      before.renewedAt = at;
      return;
    }
    changes.push({ lease, at, holder: version.holder });
    const endedAt = before.endedAt ?? at;
    const ended = before.isGone ? 'recreated' : 'release';
    const silentMs = at - before.renewedAt;
    takeovers.push({
      lease,
      from: before.holder,
      to: version.holder,
      endedAt,
      at,
      claimedAt: Date.parse(version.spec.acquireTime ?? ''),
      cause: before.endedAt === null ? 'expiry' : ended,
      silentMs,
      vacantMs: before.endedAt === null ? Math.max(0, silentMs - before.durationMs) : at - endedAt,
      counted: before.isGone ? null : counterOf(version) - before.transitions,
    });
    last.set(lease, heldBy(version, at));
  }

  return { takeovers, changes, stop };
}
