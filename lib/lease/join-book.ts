/** Joins the Leases of a book to what a run before knew of them. */
import type { Again, BookListener } from './book.ts';
import { joinKnown, type Sight } from './continuity.ts';
import type { Handover } from './handover.ts';
import type { KnownLease } from './known.ts';
import { rememberHandover } from './observe.ts';
import { leaseKey } from './record.ts';
import type { TrackedLease } from './tracked.ts';

/** The part of the book that is joined. */
export type JoinedBook = {
  find(namespace: string, name: string): TrackedLease | undefined;
  /** The Lease of this name that the first list named, where it is gone since; once. */
  left(key: string): TrackedLease | undefined;
  elections(): Iterable<TrackedLease>;
  /** Remembers one that is gone, unless another of its name went since. */
  bury(lease: TrackedLease): void;
  listener: BookListener;
};

/** As `LeaseBook.join` has them; `listedAt`: when the scope was first listed, epoch ms. */
export type Joining = {
  known: readonly KnownLease[];
  watchedUntil: (namespace: string) => number | null;
  readAt: number;
  clocksApartMs: number;
  listedAt: number;
};

export function joinBook(
  book: JoinedBook,
  scope: number,
  { known, watchedUntil, readAt, clocksApartMs, listedAt }: Joining,
): void {
  /** What nobody can have watched yet was said by a clock that has been set back. */
  const isAhead = (until: number, one: KnownLease | null, sight: Sight | null): boolean =>
    clocksApartMs === 0 ? until >= listedAt : until > readAt + clocksApartMs && !isNewer(one, sight);
  const join = (namespace: string, one: KnownLease | null, lease: TrackedLease | undefined): void => {
    const until = watchedUntil(namespace);
    const left = one === null ? undefined : book.left(leaseKey(one));
    if (until === null) {
      if (lease !== undefined) lease.sight = null;
      return;
    }
    const listed = left ?? lease;
    // However that clock is set now, it ended before the list.
    const from = isAhead(until, one, listed?.sight ?? null) ? listedAt - 1 : Math.min(until, listedAt);
    const between = { from: isOwn(one, listed) ? listedAt : from, to: listedAt };
    if (left !== undefined) joinLeft(book, one, left, between);
    else joinOne(book, one, lease, between);
  };
  for (const one of known) {
    const lease = book.find(one.namespace, one.name);
    if (lease === undefined || lease.scope === scope) join(one.namespace, one, lease);
  }
  // What is left was not there when watching ended.
  for (const lease of book.elections()) {
    if (lease.scope === scope && lease.sight !== null) join(lease.record.namespace, null, lease);
  }
}

/** Read only after what this run told of its holder's end was kept: until then it was as the list named it. */
function isOwn(known: KnownLease | null, lease: TrackedLease | undefined): boolean {
  if (!known?.openHandover || !lease?.sight?.holder) return false;
  const told = lease.sight.moved ? lease.sight.moved.told : lease.openHandover;
  return told?.id === known.openHandover.id;
}

/** Somebody has seen more of it than the list named, and watches still; where nobody counts it may be so. */
function isNewer(known: KnownLease | null, sight: Sight | null): boolean {
  if (known === null || sight === null || known.uid !== sight.record.uid) return false;
  if (known.goneAt !== null) return true;
  const { transitions } = sight.record;
  if (known.transitions === null && transitions === null) return true;
  const more = (known.transitions ?? 0) - (transitions ?? 0);
  // A release is not counted.
  return more > 0 || (more === 0 && known.holder === null && sight.holder !== null);
}

/** It was listed, and what came after that was watched: only what lay before is to be told. */
function joinLeft(
  { listener }: JoinedBook,
  known: KnownLease | null,
  left: TrackedLease,
  { from, to }: { from: number; to: number },
): void {
  if (from < to) {
    const { handovers } = joinKnown(known, left.sight, { from, to: left.sight?.moment.arrivedAt ?? to });
    for (const handover of handovers)
      if (handover.to !== null) listener.handover(handover, left, againOf(handover, left.sight));
  }
  left.sight = null;
  // Told once more: whoever keeps the run before has to know what waits now.
  if (left.openHandover !== null) listener.handover(left.openHandover, left);
}

function joinOne(
  { listener, bury }: JoinedBook,
  known: KnownLease | null,
  lease: TrackedLease | undefined,
  between: { from: number; to: number },
): void {
  const sight = lease?.sight ?? null;
  if (lease !== undefined) lease.sight = null;
  // Gone or come since the first list: that was watched.
  if (lease !== undefined && sight === null) return;
  const joined = joinKnown(known, sight, { from: between.from, to: sight?.moment.arrivedAt ?? between.to });
  // Else somebody else watched all the while, and saw what happened.
  const unseen = between.from < between.to ? joined.handovers : [];
  if (lease === undefined) {
    if (joined.gone === null) return;
    for (const handover of unseen) listener.handover(handover, joined.gone);
    bury(joined.gone);
    return;
  }
  for (const handover of unseen) {
    rememberPast(lease, handover, sight);
    listener.handover(handover, lease, againOf(handover, sight));
  }
  if (joined.now !== null && sight?.moved === false) goOn(lease, joined.now);
  if (known !== null && known.uid === lease.record.uid) lease.knownSince = known.firstSeenAt;
  listener.rowChanged(lease);
}

/** Where the list named it vacant, and who took it since was told when that was seen: nothing before was a takeover. */
function againOf({ id, to }: Handover, sight: Sight | null): Again | undefined {
  if (to === null || sight === null || sight.holder !== null || sight.moved === false) return undefined;
  return sight.moved.told === null || sight.moved.told.id === id ? 'told' : 'renamed';
}

/** What waits since the first list goes on to wait, and who took over since has been counted when that was seen. */
function rememberPast(lease: TrackedLease, handover: Handover, sight: Sight | null): void {
  const { openHandover } = lease;
  if (!sight?.moved) rememberHandover(lease, handover);
  else if (sight.holder !== null && handover.to !== null) {
    rememberHandover(lease, handover);
    lease.openHandover = openHandover;
  }
}

/** Takes over what the run before knew of a tenure or a vacancy that went on. */
function goOn(lease: TrackedLease, before: TrackedLease): void {
  if (before.heldSince !== null) {
    lease.heldSince = before.heldSince;
    lease.heldSinceCertain = before.heldSinceCertain;
  }
  lease.vacantSince = before.vacantSince ?? lease.vacantSince;
  lease.openHandover = before.openHandover;
  lease.previousHolder = before.previousHolder ?? lease.previousHolder;
  if (lease.state === 'held') lease.stateSince = lease.heldSince;
  if (lease.state === 'vacant') lease.stateSince = lease.vacantSince;
}
