/** Leases that are silent for longer than they may be, as the history keeps it: from the last renewal to the next. */
import type { Silence } from '../../history/history.ts';
import type { TrackedLease } from '../../lease/tracked.ts';

/** A silence that lasts is told again so often, so that one that a kill cuts off is kept nearly whole. */
const AGAIN_MS = 10_000;
/** Heartbeats may be silent by the thousand. */
const HEARTBEAT_AGAIN_MS = 60_000;

/** Since when its scope is watched, epoch ms; null while it is not. */
export type LiveSince = (lease: TrackedLease) => number | null;

export type Silences = {
  /** It was renewed under one holder, at once or in what was caught up with; `seenBy` answers how much of it was watched. */
  renewed(lease: TrackedLease, seenBy: (lease: TrackedLease, at: number) => number): Silence | null;
  /** To be told of each change; answers what is to be kept of it. Epoch ms. */
  changed(lease: TrackedLease, now: number, liveSince: LiveSince): Silence | null;
  /**
   * Those that go on and were not told for a while, or all where there is no other time (`isLast`): up to where it is
   * watched (`until`, null where it is not).
   */
  lasting(now: number, until: (lease: TrackedLease) => number | null, isLast?: boolean): Silence[];
  /** Those of elections that go on at `now`, epoch ms. */
  underWay(now: number): Silence[];
  /** A dead node's Lease is deleted while it is silent: what is to be kept of that, as far as it was watched. */
  removed(lease: TrackedLease, until: number | null): Silence | null;
};

type Silent = { from: number; holder: string | null; toldAt: number };

export function createSilences(): Silences {
  const silent = new Map<TrackedLease, Silent>();
  /** Renewed while nobody judged: by now they may be silent again. */
  const unjudged = new Set<TrackedLease>();
  const silence = ({ record: { namespace, name } }: TrackedLease, from: number, to: number): Silence => ({
    namespace,
    name,
    from: Math.round(from),
    to: Math.round(Math.max(from, to)),
  });

  function lapsed(lease: TrackedLease, now: number): Silence | null {
    unjudged.delete(lease);
    if (silent.has(lease) || lease.lastRenewalAt === null) return null;
    silent.set(lease, { from: lease.lastRenewalAt, holder: lease.holder, toldAt: now });
    // Up to when it lapsed: when that was found depends on what else was heard meanwhile.
    return silence(lease, lease.lastRenewalAt, lapseOf(lease));
  }

  return {
    renewed(lease, seenBy) {
      const before = silent.get(lease);
      if (before === undefined || lease.lastRenewalAt === null) return null;
      silent.delete(lease);
      // Taken while nobody watched: when the silence ended is not known.
      if (lease.holder !== before.holder) return null;
      if (lease.state === 'expired') unjudged.add(lease);
      return silence(lease, before.from, seenBy(lease, lease.lastRenewalAt));
    },
    changed(lease, now, liveSince) {
      if (unjudged.has(lease)) return null;
      const before = silent.get(lease);
      const isTaken = before !== undefined && lease.holder !== before.holder;
      if (lease.state === 'expired' && !isTaken) return lapsed(lease, now);
      if (before === undefined) return null;
      silent.delete(lease);
      if (!isTaken) return silence(lease, before.from, lease.lastRenewalAt ?? now);
      // Somebody else took it, or nobody has it; where nobody watched meanwhile it is not known when.
      const since = liveSince(lease);
      return since === null || since > before.from ? null : silence(lease, before.from, now);
    },
    lasting(now, until, isLast = false) {
      const told: Silence[] = [];
      for (const lease of unjudged) {
        const seenUntil = until(lease);
        if (seenUntil === null) continue;
        unjudged.delete(lease);
        const again = lease.state === 'expired' && seenUntil > lapseOf(lease) ? lapsed(lease, now) : null;
        if (again !== null) told.push(again);
      }
      for (const [lease, one] of silent) {
        if (!isLast && now - one.toldAt < (lease.elects ? AGAIN_MS : HEARTBEAT_AGAIN_MS)) continue;
        const seenUntil = until(lease);
        if (seenUntil === null) continue;
        one.toldAt = now;
        told.push(silence(lease, one.from, Math.min(now, seenUntil)));
      }
      return told;
    },
    underWay: (now) =>
      [...silent].flatMap(([lease, { from }]) => (lease.elects ? [silence(lease, from, now)] : [])),
    removed(lease, until) {
      const before = silent.get(lease);
      silent.delete(lease);
      unjudged.delete(lease);
      return before === undefined || until === null ? null : silence(lease, before.from, until);
    },
  };
}

/** Epoch ms. */
function lapseOf({ lastRenewalAt, expiresAfterMs }: TrackedLease): number {
  return (lastRenewalAt ?? 0) + (expiresAfterMs ?? 0);
}
