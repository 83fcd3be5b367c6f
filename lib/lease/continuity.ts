/**
 * A run of Tenure joined to the one before: what was last known of a Lease is compared with how it was first seen
 * in this run, as a relist is compared with what was watched before it. Between the two nobody watched.
 */
import type { Handover } from './handover.ts';
import { completeHandover, unwatchedEvidence } from './judge-handover.ts';
import type { KnownLease } from './known.ts';
import { type Moment, plausibleClaim, type Unwatched } from './moment.ts';
import { complete, departure, firstSight, observe } from './observe.ts';
import type { LeaseRecord } from './record.ts';
import { createTrackedLease, type TrackedLease } from './tracked.ts';

/** How a Lease was when the first list of this run named it. */
export type Sight = {
  record: LeaseRecord;
  /** The effective holder: null also where a name was left behind (field guide §2). */
  holder: string | null;
  moment: Moment;
  /** By this version it first changed hands since, as was watched, and `told` is what was told of it. */
  moved: { record: LeaseRecord; moment: Moment; told: Handover | null } | false;
};

export type Joined = {
  handovers: Handover[];
  /** What is known of it as of the first list; null when it is gone. */
  now: TrackedLease | null;
  /** What was there before, when that is gone: whoever creates it again takes over from it. */
  gone: TrackedLease | null;
};

/**
 * `known`: null for a Lease of which the run before knew no election: it did not exist, or did not elect yet. `sight`: null for one that no list of this run
 * has named. `unwatched`: from when watching ended to the first list.
 */
export function joinKnown(
  known: KnownLease | null,
  sight: Sight | null,
  unwatched: NonNullable<Unwatched>,
): Joined {
  const before = known === null ? null : asTracked(known);
  if (sight === null) {
    if (known === null || before === null) return { handovers: [], now: null, gone: null };
    return { handovers: known.goneAt === null ? leave(before, unwatched) : [], now: null, gone: before };
  }
  const record = sight.holder === null ? { ...sight.record, holder: '' } : sight.record;
  const moment: Moment = { ...sight.moment, unwatched };
  if (before !== null && known?.goneAt === null && known.uid === record.uid) {
    const { handover } = observe(before, record, moment);
    const told = taken(before.openHandover, known, sight, unwatched) ?? (handover === null ? [] : [handover]);
    return { handovers: told, now: before, gone: null };
  }
  const left = before !== null && known?.goneAt === null ? leave(before, unwatched) : [];
  const now = createTrackedLease(0, 0, record, moment.arrivedAt);
  const first = firstSight(now, record, moment, 'relist', before);
  if (first === null || (known === null && heldBefore(sight.record, moment, unwatched.from))) {
    return { handovers: left.map((handover) => followed(handover, known, sight)), now, gone: null };
  }
  // The takeover completes the departure: one handover, not two.
  return { handovers: [...left.filter(({ id }) => id !== first.id), first], now, gone: null };
}

/**
 * Joined only after somebody took over from what the first list named vacant: that has been told without what lay
 * before it. Both are one handover, by the name that is told already. What waited before under a name of its own is
 * whole by that; then what was told is said to be the same, which goes where both are kept. Null where nobody took over.
 */
function taken(
  open: Handover | null,
  known: KnownLease,
  { holder, moved }: Sight,
  unwatched: NonNullable<Unwatched>,
): Handover[] | null {
  if (open === null || holder !== null || moved === false || moved.told === null) return null;
  const { id } = moved.told;
  const whole = complete(open, moved.record, moved.moment);
  if (open.id !== known.openHandover?.id || open.id === id) return [{ ...whole, id }];
  const evidence = { ...whole.evidence, ...unwatchedEvidence(unwatched, known.openHandover.evidence) };
  return [whole, { ...whole, id, cause: 'unseen', vacantMs: null, evidence }];
}

/** The same of an object that is gone, and was followed by another one. */
function followed(handover: Handover, known: KnownLease | null, { holder, moved }: Sight): Handover {
  if (handover.to !== null || holder !== null || moved === false || moved.told === null) return handover;
  if (handover.id === known?.openHandover?.id) return handover;
  return { ...completeHandover(handover, moved.record, moved.moment), id: moved.told.id };
}

/** Its holder claims to have had it when watching ended: that is no change, but that it elects is new. */
function heldBefore({ acquireTime }: LeaseRecord, { arrivedAt }: Moment, endedAt: number): boolean {
  const claimed = plausibleClaim(acquireTime, arrivedAt);
  return claimed !== null && claimed < endedAt;
}

function leave(lease: TrackedLease, unwatched: NonNullable<Unwatched>): Handover[] {
  const moment: Moment = { at: null, timed: false, seen: false, unwatched, arrivedAt: unwatched.to };
  const handover = departure(lease, moment);
  if (handover === null) return [];
  lease.openHandover = handover;
  return [handover];
}

function asTracked(known: KnownLease): TrackedLease {
  const lease = createTrackedLease(0, 0, recordOf(known), known.firstSeenAt);
  lease.durationMs = known.durationMs;
  lease.heldSince = known.heldSince;
  lease.heldSinceCertain = known.heldSinceCertain;
  lease.vacantSince = known.vacantSince;
  lease.openHandover = known.openHandover;
  lease.previousHolder = known.openHandover?.from ?? null;
  return lease;
}

/** Its claims are not kept: an acquireTime that is none stands for one, for without any it would pass as released. */
function recordOf(known: KnownLease): LeaseRecord {
  return {
    namespace: known.namespace,
    name: known.name,
    uid: known.uid,
    resourceVersion: '',
    class: known.class,
    holder: known.holder ?? '',
    durationSeconds: known.durationMs === null ? null : known.durationMs / 1000,
    acquireTime: '',
    renewTime: null,
    transitions: known.transitions,
    strategy: null,
    preferredHolder: null,
    serverTime: null,
    writtenTime: null,
    annotations: null,
  };
}

/** What is worth keeping of a Lease, as of `seenAt`. */
export function knownOf(lease: TrackedLease, seenAt: number, goneAt: number | null): KnownLease {
  return {
    namespace: lease.record.namespace,
    name: lease.record.name,
    class: lease.class,
    uid: lease.record.uid,
    holder: lease.holder,
    transitions: lease.record.transitions,
    durationMs: lease.durationMs,
    heldSince: lease.heldSince,
    heldSinceCertain: lease.heldSinceCertain,
    vacantSince: lease.vacantSince,
    openHandover: lease.openHandover,
    firstSeenAt: lease.knownSince,
    seenAt,
    goneAt,
  };
}
