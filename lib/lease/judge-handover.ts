/** Why a Lease changed hands, by the table of field guide §10; when several causes fit, the first of api.md's wins. */
import type { Certainty, Evidence, Handover, HandoverCause } from './handover.ts';
import { parseTimeMs } from './micro-time.ts';
import type { Unwatched } from './moment.ts';
import type { LeaseRecord } from './record.ts';

/** The API server's stamps are cut to the second: two of them tell a duration to this much. */
const STAMP_GRAIN_MS = 1000;

/** What was known of the old holder when somebody else appeared in its place. */
export type Before = {
  record: LeaseRecord;
  holder: string | null;
  durationMs: number | null;
  /** The last renewal or acquiring write of the old holder: on our clock, and the API server's stamp. */
  renewedAt: number | null;
  stamp: string | null;
  stampMoves: boolean | null;
};

/** Names a handover by the write that ended the old tenure: the same change is the same id for everybody. */
export function handoverId(record: { uid: string; resourceVersion: string }): string {
  return `${record.uid}.${record.resourceVersion}`;
}

/** A release or a deletion that is known to have happened; a takeover completes it. `at` epoch ms. */
export function openHandover(
  before: Before,
  ending: LeaseRecord,
  at: number,
  cause: 'release' | 'deleted',
  unwatched: Unwatched,
): Handover {
  const evidence: Evidence = {
    endedAt: at,
    releasedDurationSeconds: cause === 'release' ? ending.durationSeconds : null,
    releasedTransitions: cause === 'release' ? ending.transitions : null,
    usualDurationMs: before.durationMs,
    ...unwatchedEvidence(unwatched),
  };
  return {
    id: handoverId(ending),
    namespace: ending.namespace,
    name: ending.name,
    leaseUid: before.record.uid,
    at,
    from: before.holder,
    to: null,
    cause: unwatched !== null && cause === 'release' ? 'unseen' : cause,
    certainty: 'certain',
    silentMs: sinceRenewal(before, at, unwatched),
    vacantMs: null,
    transitionsDelta: delta(before.record, ending),
    coordinated: isCoordinated(before.record, ending),
    evidence,
  };
}

/** The takeover that ends a vacancy. `recreated`: by an object with another uid. */
export function completeHandover(
  open: Handover,
  taker: LeaseRecord,
  at: number,
  recreated: boolean,
  unwatched: Unwatched,
): Handover {
  const cause: HandoverCause =
    unwatched !== null || open.cause === 'unseen'
      ? 'unseen'
      : recreated || open.cause === 'deleted'
        ? 'recreated'
        : open.cause;
  const vacantMs = Math.max(0, at - open.at);
  const releasedTransitions = open.evidence.releasedTransitions;
  const rise =
    typeof releasedTransitions === 'number' && taker.transitions !== null && !recreated
      ? taker.transitions - releasedTransitions
      : open.transitionsDelta;
  return {
    ...open,
    at,
    to: taker.holder,
    cause,
    silentMs: open.silentMs === null ? null : open.silentMs + vacantMs,
    vacantMs: unwatched === null && open.evidence.unwatchedFrom === undefined ? vacantMs : null,
    transitionsDelta: rise,
    coordinated: open.coordinated || taker.strategy !== null,
    evidence: {
      ...open.evidence,
      ...(recreated ? { uidBefore: open.leaseUid, uidAfter: taker.uid } : {}),
      ...unwatchedEvidence(unwatched),
    },
  };
}

/** From one holder to another with no empty state seen between. */
export function directHandover(
  before: Before,
  taker: LeaseRecord,
  at: number,
  unwatched: Unwatched,
): Handover {
  const recreated = before.record.uid !== taker.uid;
  const transitionsDelta = recreated ? null : delta(before.record, taker);
  const silentMs = sinceRenewal(before, at, unwatched);
  const stampedMs = recreated ? null : stampedSilence(before, taker);
  const judged = judge(recreated, transitionsDelta, stampedMs ?? silentMs, before.durationMs, unwatched);
  return {
    id: handoverId(taker),
    namespace: taker.namespace,
    name: taker.name,
    leaseUid: taker.uid,
    at,
    from: before.holder,
    to: taker.holder,
    ...judged,
    silentMs,
    vacantMs: vacantMs(judged.cause, silentMs, before.durationMs),
    transitionsDelta,
    coordinated: isCoordinated(before.record, taker),
    evidence: {
      durationMs: before.durationMs,
      stampedSilenceMs: stampedMs,
      observedSilenceMs: silentMs,
      transitionsBefore: before.record.transitions,
      transitionsAfter: taker.transitions,
      ...(recreated ? { uidBefore: before.record.uid, uidAfter: taker.uid } : {}),
      ...unwatchedEvidence(unwatched),
    },
  };
}

/** The first holder of a Lease, or the end of a vacancy that began before Tenure watched. */
export function firstHandover(
  taker: LeaseRecord,
  at: number,
  released: boolean,
  vacantMs: number | null,
): Handover {
  return {
    id: handoverId(taker),
    namespace: taker.namespace,
    name: taker.name,
    leaseUid: taker.uid,
    at,
    from: null,
    to: taker.holder,
    cause: released ? 'release' : 'first',
    certainty: 'certain',
    silentMs: null,
    vacantMs,
    transitionsDelta: null,
    coordinated: taker.strategy !== null,
    evidence: { transitionsAfter: taker.transitions },
  };
}

function judge(
  recreated: boolean,
  transitionsDelta: number | null,
  silentMs: number | null,
  durationMs: number | null,
  unwatched: Unwatched,
): { cause: HandoverCause; certainty: Certainty } {
  if (unwatched !== null) return { cause: 'unseen', certainty: 'certain' };
  if (recreated) return { cause: 'recreated', certainty: 'certain' };
  // A counter that rose by more than this one change: others lay between, and none was seen.
  if (transitionsDelta !== null && transitionsDelta > 1) return { cause: 'unseen', certainty: 'certain' };
  if (silentMs === null || durationMs === null) return { cause: 'expiry', certainty: 'unknown' };
  if (silentMs >= durationMs - STAMP_GRAIN_MS) return { cause: 'expiry', certainty: 'likely' };
  return { cause: 'early', certainty: 'certain' };
}

/** The API server's stamps of the last renewal and of the taking write, where they can be relied on. */
function stampedSilence(before: Before, taker: LeaseRecord): number | null {
  if (before.stampMoves === false) return null;
  const from = parseTimeMs(before.stamp);
  const to = parseTimeMs(taker.writtenTime);
  return from === null || to === null || to < from ? null : to - from;
}

function sinceRenewal(before: Before, at: number, unwatched: Unwatched): number | null {
  return unwatched !== null || before.renewedAt === null ? null : Math.max(0, at - before.renewedAt);
}

function vacantMs(cause: HandoverCause, silentMs: number | null, durationMs: number | null): number | null {
  // How long a recreated Lease was missing cannot be told from the silence of its holder.
  if (cause === 'unseen' || cause === 'recreated' || silentMs === null) return null;
  if (cause === 'early') return 0;
  return durationMs === null ? null : Math.max(0, silentMs - durationMs);
}

function delta(before: LeaseRecord, after: LeaseRecord): number | null {
  return before.transitions === null || after.transitions === null
    ? null
    : after.transitions - before.transitions;
}

/** The API server's controller elected, or the object says that it would (field guide §3). */
function isCoordinated(before: LeaseRecord, after: LeaseRecord): boolean {
  return before.strategy !== null || after.strategy !== null;
}

function unwatchedEvidence(unwatched: Unwatched): Evidence {
  return unwatched === null ? {} : { unwatchedFrom: unwatched.from, unwatchedTo: unwatched.to };
}
