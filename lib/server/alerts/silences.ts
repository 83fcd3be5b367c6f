/** Leases that are silent for longer than they may be, as the history keeps it: from the last renewal to the next. */
import type { Silence } from '../../history/history.ts';
import type { TrackedLease } from '../../lease/tracked.ts';

/** A silence that lasts is told again so often, so that one that a kill cuts off is kept nearly whole. */
const AGAIN_MS = 10_000;
/** Heartbeats may be silent by the thousand. */
const HEARTBEAT_AGAIN_MS = 60_000;

export type Silences = {
  /** To be told of each change; answers what is to be kept of it, epoch ms. */
  changed(lease: TrackedLease, now: number): Silence | null;
  /** Those that go on and were not told for a while. */
  lasting(now: number): Silence[];
  /** Those of elections that go on at `now`, epoch ms. */
  underWay(now: number): Silence[];
  /** A dead node's Lease is deleted while it is silent: what is to be kept of that, until then. */
  removed(lease: TrackedLease, now: number): Silence | null;
};

type Silent = { from: number; holder: string | null; toldAt: number };

export function createSilences(): Silences {
  const silent = new Map<TrackedLease, Silent>();
  const silence = ({ record: { namespace, name } }: TrackedLease, from: number, to: number): Silence => ({
    namespace,
    name,
    from: Math.round(from),
    to: Math.round(Math.max(from, to)),
  });

  return {
    changed(lease, now) {
      const before = silent.get(lease);
      if (lease.state === 'expired') {
        if (before !== undefined || lease.lastRenewalAt === null) return null;
        silent.set(lease, { from: lease.lastRenewalAt, holder: lease.holder, toldAt: now });
        return silence(lease, lease.lastRenewalAt, now);
      }
      if (before === undefined) return null;
      silent.delete(lease);
      // Somebody else took it: the handover says how long it had been silent.
      if (lease.holder !== before.holder) return null;
      return silence(lease, before.from, lease.lastRenewalAt ?? now);
    },
    lasting(now) {
      const told: Silence[] = [];
      for (const [lease, one] of silent) {
        if (now - one.toldAt < (lease.elects ? AGAIN_MS : HEARTBEAT_AGAIN_MS)) continue;
        one.toldAt = now;
        told.push(silence(lease, one.from, now));
      }
      return told;
    },
    underWay: (now) =>
      [...silent].flatMap(([lease, { from }]) => (lease.elects ? [silence(lease, from, now)] : [])),
    removed(lease, now) {
      const before = silent.get(lease);
      silent.delete(lease);
      return before === undefined ? null : silence(lease, before.from, now);
    },
  };
}
