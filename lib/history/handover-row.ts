/** A handover as a row, and back. */
import { type Selectable, sql } from 'kysely';
import type { Certainty, Evidence, Handover, HandoverCause } from '../lease/handover.ts';
import type { Database } from './schema.ts';
import { storable, whole } from './stored.ts';
import type { HolderLookup } from './write-holders.ts';

export type HandoverRow = Omit<Selectable<Database['handover']>, 'id'>;

export function handoverRow(
  handover: Handover,
  clusterId: number,
  leaseId: number,
  holders: HolderLookup,
): HandoverRow {
  const { evidence } = handover;
  return {
    cluster_id: clusterId,
    lease_id: leaseId,
    key: storable(handover.id),
    lease_uid: storable(handover.leaseUid),
    at: whole(handover.at),
    from_id: holders.id(handover.from),
    to_id: holders.id(handover.to),
    cause: handover.cause,
    certainty: handover.certainty,
    silent_ms: whole(handover.silentMs),
    vacant_ms: whole(handover.vacantMs),
    transitions_delta: handover.transitionsDelta,
    counted_delta: handover.transitionsDelta,
    transitions_after: transitionsAfter(handover),
    coordinated: handover.coordinated ? 1 : 0,
    unwatched_from: whole(numberOf(evidence.unwatchedFrom)),
    unwatched_to: whole(numberOf(evidence.unwatchedTo)),
    evidence: JSON.stringify(evidence, (_name, value: unknown) =>
      typeof value === 'number' ? Math.round(value) : value,
    ),
  };
}

/** How often it changed hands: an `unseen` one as often as the counter rose. */
export function weightOf({
  cause,
  transitions_delta,
}: Pick<HandoverRow, 'cause' | 'transitions_delta'>): number {
  return cause === 'unseen' ? Math.max(1, transitions_delta ?? 1) : 1;
}

/** The same of a row of `handover`. */
export const HANDOVER_WEIGHT = sql<number>`case when cause = 'unseen' and transitions_delta > 1
  then transitions_delta else 1 end`;

/** What is read of a row, with the names of its Lease and its holders. */
export type NamedHandoverRow = Pick<
  HandoverRow,
  | 'key'
  | 'lease_uid'
  | 'at'
  | 'cause'
  | 'certainty'
  | 'silent_ms'
  | 'vacant_ms'
  | 'transitions_delta'
  | 'coordinated'
  | 'evidence'
> & { namespace: string; name: string; from: string | null; to: string | null };

export function handoverOf(row: NamedHandoverRow): Handover {
  return {
    id: row.key,
    namespace: row.namespace,
    name: row.name,
    leaseUid: row.lease_uid,
    at: row.at,
    from: row.from,
    to: row.to,
    // Only what was a handover's own was ever written there.
    cause: row.cause as HandoverCause,
    certainty: row.certainty as Certainty,
    silentMs: row.silent_ms,
    vacantMs: row.vacant_ms,
    transitionsDelta: row.transitions_delta,
    coordinated: row.coordinated === 1,
    evidence: JSON.parse(row.evidence) as Evidence,
  };
}

/** The counter once it had happened; null where the Lease has none. */
function transitionsAfter({ evidence, to, transitionsDelta }: Handover): number | null {
  const after = numberOf(evidence.transitionsAfter);
  if (after !== null) return after;
  const released = numberOf(evidence.releasedTransitions);
  if (released === null || to === null) return released;
  return transitionsDelta === null ? null : released + transitionsDelta;
}

function numberOf(value: Evidence[string] | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/**
 * Which of two tellings of the same handover stays: one that knows who took over, then one that knows from whom, then
 * one that saw it happen, then one to which Events were witness, then the earlier. The same one whichever came first.
 * Negative: `a`.
 */
export function compareTellings(a: HandoverRow, b: HandoverRow): number {
  return (
    Number(a.to_id === null) - Number(b.to_id === null) ||
    Number(a.from_id === null) - Number(b.from_id === null) ||
    Number(a.cause === 'unseen') - Number(b.cause === 'unseen') ||
    Number(!isWitnessed(a)) - Number(!isWitnessed(b)) ||
    a.at - b.at ||
    (a.silent_ms ?? 0) - (b.silent_ms ?? 0) ||
    (a.evidence < b.evidence ? -1 : a.evidence > b.evidence ? 1 : 0)
  );
}

/** A name in JSON: within a text its quotes would be escaped. */
function isWitnessed({ evidence }: HandoverRow): boolean {
  return evidence.includes('"eventHolders":');
}
