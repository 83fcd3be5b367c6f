/** What is remembered of one Lease while it is watched. */

import { sameAnnotations } from './annotations.ts';
import { addToCadence, breakCadence, type Cadence, createCadence } from './cadence.ts';
import type { Sight } from './continuity.ts';
import {
  ELECTION_SPAN,
  type GapSpan,
  type GapSummary,
  type Gaps,
  HEARTBEAT_SPAN,
  NO_GAPS,
  summariseGaps,
} from './gaps.ts';
import type { Handover } from './handover.ts';
import { KeptRecord } from './kept-record.ts';
import { NO_OFFSETS, type OffsetWindow } from './offset.ts';
import { elects, type LeaseClass, type LeaseRecord } from './record.ts';
import { expiresAfterMs, type LeaseState, lateAfterMs } from './state.ts';
import { retryPeriodMs, takeoverWithinMs } from './takeover.ts';

const NO_TIMES: readonly number[] = [];
const NO_CHANGES: readonly DurationChange[] = [];

/** Gaps that are needed before a median of them is called usual, and a maximum headroom (`docs/api.md`). */
export const USUAL_NEEDS = 3;
export const HEADROOM_NEEDS = 5;

/** Another duration under one and the same holder, and when it was written, epoch ms. */
export type DurationChange = { at: number; fromMs: number; toMs: number };

export type TrackedLease = {
  /** Names it in the stream; never reused within a process. */
  readonly key: number;
  /** Which feed judges it: the index of its scope. */
  readonly scope: number;
  readonly record: KeptRecord;
  class: LeaseClass;
  elects: boolean;
  /** The effective holder: null also after a release that nulled the times and left the name. */
  holder: string | null;
  previousHolder: string | null;
  releasedByNullTimes: boolean;
  /** The last duration that was not a release's, ms. */
  durationMs: number | null;
  /** Under the present holder, oldest first, the last few. */
  durationChanges: readonly DurationChange[];
  /** How often it is renewed as a rule; null for what does not elect, and before its second renewal. */
  cadence: Cadence | null;
  /** The last observation (field guide §9), epoch ms; null when its time is not known. */
  lastRenewalAt: number | null;
  /** Whether that was seen happen; otherwise it is the API server's stamp at first sight, ± 1 s. */
  ageCertain: boolean;
  /** The next renew gap may start at `lastRenewalAt`: that was seen happen, and nothing since was unwatched. */
  unbroken: boolean;
  /** When a renewal was last seen or stamped, of the present holder, for silence before a handover. */
  holderRenewedAt: number | null;
  holderStamp: string | null;
  gaps: Gaps;
  /** The median of `gaps`, or what its team expects; kept because judging asks at every renewal. */
  usualGapMs: number | null;
  lateAfterMs: number | null;
  expiresAfterMs: number | null;
  offsets: OffsetWindow;
  /** Whether the API server's stamp moves with renewals: proved, disproved, or not yet known (§8). */
  stampMoves: boolean | null;
  heldSince: number | null;
  heldSinceCertain: boolean;
  vacantSince: number | null;
  /** A release or deletion that nobody has followed yet. */
  openHandover: Handover | null;
  /** When it was handed over (`at` of rows with a `to`, but `first`), oldest first, 24 h. */
  handoverTimes: readonly number[];
  /** As judged while its feed was live; a feed that is not live makes it unknown on the way out. */
  state: LeaseState;
  stateSince: number | null;
  /** Set by the last renewal of a Lease that elects, for whoever sums renewals up. */
  lastGapMs: number | null;
  lastOffsetMs: number | null;
  /** When this run saw it for the first time, epoch ms. */
  readonly firstSeenAt: number;
  /** When its last life came about of which nothing tells the time: first sight, or what a list brought. Epoch ms. */
  undatedSince: number;
  /** When any run that is kept did, epoch ms. */
  knownSince: number;
  /** As the first list of this run named it, until that is joined to what was kept of the run before. */
  sight: Sight | null;
  /** Which list named it last; a Lease that a whole list does not name is gone. */
  listedIn: number;
};

export function createTrackedLease(
  key: number,
  scope: number,
  record: LeaseRecord,
  firstSeenAt: number,
): TrackedLease {
  const lease: TrackedLease = {
    key,
    scope,
    record: new KeptRecord(record),
    class: record.class,
    elects: elects(record.class),
    holder: record.holder === '' || isTimelessRelease(record) ? null : record.holder,
    previousHolder: null,
    releasedByNullTimes: isTimelessRelease(record),
    durationMs: null,
    durationChanges: NO_CHANGES,
    cadence: null,
    lastRenewalAt: null,
    ageCertain: false,
    unbroken: false,
    holderRenewedAt: null,
    holderStamp: null,
    gaps: NO_GAPS,
    usualGapMs: null,
    lateAfterMs: null,
    expiresAfterMs: null,
    offsets: NO_OFFSETS,
    stampMoves: null,
    heldSince: null,
    heldSinceCertain: false,
    vacantSince: null,
    openHandover: null,
    handoverTimes: NO_TIMES,
    state: 'unknown',
    stateSince: null,
    lastGapMs: null,
    lastOffsetMs: null,
    firstSeenAt,
    undatedSince: firstSeenAt,
    knownSince: firstSeenAt,
    sight: null,
    listedIn: 0,
  };
  keepDuration(lease);
  if (record.annotations !== null) keepUsualGap(lease, null);
  return lease;
}

/** At first sight: a name left behind with its times nulled, and a counter that says that it was held (§2). */
function isTimelessRelease({ holder, acquireTime, renewTime, transitions }: LeaseRecord): boolean {
  return holder !== '' && acquireTime === null && renewTime === null && transitions !== null;
}

export function gapSpan(lease: Pick<TrackedLease, 'elects'>): GapSpan {
  return lease.elects ? ELECTION_SPAN : HEARTBEAT_SPAN;
}

/**
 * Takes over a class that is better known now, and says whether it did. A Lease keeps what it was called by a
 * rule of names; only what was unknown or a heuristic may change, since its first writes may have lacked fields.
 */
export function keepClass(lease: TrackedLease, next: LeaseClass): boolean {
  if (lease.class !== 'unknown' && lease.class !== 'component-heartbeat') return false;
  if (next === 'unknown' || lease.record.annotations?.class != null) return false;
  lease.class = next;
  lease.elects = elects(next);
  keepLimits(lease);
  return true;
}

/** To be called with each gap of a Lease that elects. */
export function keepCadence(lease: TrackedLease, at: number, gapMs: number): void {
  lease.cadence ??= createCadence();
  addToCadence(lease.cadence, at, gapMs);
}

/** Another holder: its settings are its own, and whether they differ is seen by the next renewals. */
export function forgetTimings(lease: TrackedLease): void {
  lease.durationChanges = NO_CHANGES;
  if (lease.cadence !== null) breakCadence(lease.cadence);
}

/** A release writes duration 1 (field guide §2): that is not how long a holder is allowed to be silent. */
export function keepDuration(lease: TrackedLease): void {
  const { durationSeconds, holder } = lease.record;
  if (durationSeconds === null || (holder === '' && durationSeconds === 1)) return;
  if (lease.durationMs === durationSeconds * 1000) return;
  // Gaps were made under the settings of then: by another duration they are neither usual nor near its end. Only in
  // coordinated elections it goes back and forth by itself (§3).
  if (lease.durationMs !== null && lease.record.strategy === null) {
    lease.gaps = NO_GAPS;
    keepUsualGap(lease, null);
  }
  lease.durationMs = durationSeconds * 1000;
  keepLimits(lease);
}

/** What its team expects comes first, as far as its duration allows that. */
export function keepUsualGap(lease: TrackedLease, summary: GapSummary | null): void {
  lease.usualGapMs = expectedGapMs(lease) ?? medianGapMs(summary);
  keepLimits(lease);
}

/** The median of what was seen, ms; null before there are enough. */
export function medianGapMs(summary: GapSummary | null): number | null {
  return summary === null || summary.count < USUAL_NEEDS ? null : Math.round(summary.median);
}

/** Of a Lease that is annotated so; null of all others, and where it is not shorter than the duration. */
export function expectedGapMs({
  record,
  durationMs,
}: Pick<TrackedLease, 'record' | 'durationMs'>): number | null {
  const expectedMs = record.annotations?.expectedIntervalMs ?? null;
  return expectedMs === null || (durationMs !== null && expectedMs >= durationMs) ? null : expectedMs;
}

/**
 * Takes over how its team wants it judged from another version, at `now` (epoch ms), and says whether that differs. A
 * class that is not given any more is found anew.
 */
export function keepAnnotations(lease: TrackedLease, next: LeaseRecord, now: number): boolean {
  const before = lease.record.annotations;
  if (sameAnnotations(before, next.annotations)) return false;
  lease.record.annotations = next.annotations;
  if (before?.class !== next.annotations?.class) {
    lease.class = next.class;
    lease.elects = elects(next.class);
  }
  keepUsualGap(lease, summariseGaps(lease.gaps, gapSpan(lease), now));
  return true;
}

function keepLimits(lease: TrackedLease): void {
  const late = lateAfterMs(lease.class, lease.durationMs, lease.usualGapMs);
  lease.lateAfterMs = late === null ? null : Math.round(late);
  lease.expiresAfterMs = expiresAfterMs(lease.class, lease.durationMs);
}

/**
 * When somebody else should hold it by (`takeover.ts`), epoch ms: after the last renewal, or after a release. Null
 * without a duration or a start.
 */
export function takeoverDueAt(lease: TrackedLease): number | null {
  const usualMs =
    lease.durationMs === null ? lease.usualGapMs : retryPeriodMs(lease.usualGapMs, lease.durationMs);
  // The usual gap is that of a day: where it is renewed less often now, candidates try less often too.
  const retryMs = usualMs === null ? null : Math.max(usualMs, lease.cadence?.gapMs ?? 0);
  if (!lease.elects || retryMs === null) return null;
  if (lease.holder === null)
    return lease.vacantSince === null ? null : lease.vacantSince + takeoverWithinMs('release', retryMs);
  if (lease.lastRenewalAt === null || lease.durationMs === null) return null;
  return lease.lastRenewalAt + lease.durationMs + takeoverWithinMs('expiry', retryMs);
}

/** Since when a state that is judged at `now` has been true, epoch ms; null when not known. */
export function stateSince(lease: TrackedLease, state: LeaseState, now: number): number | null {
  const { lastRenewalAt } = lease;
  if (state === 'held') return lease.state === 'late' || lease.state === 'expired' ? now : lease.heldSince;
  if (state === 'vacant') return lease.vacantSince;
  const limit = state === 'late' ? lease.lateAfterMs : state === 'expired' ? lease.expiresAfterMs : null;
  return limit === null || lastRenewalAt === null ? null : lastRenewalAt + limit;
}
