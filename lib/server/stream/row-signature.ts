/** What a person would read in a row, as one string: two rows that read alike have the same one. */
import type { LeaseRow } from '../../view/lease-row.ts';

/**
 * Left out is what moves with every renewal (renewTime, serverTime, ages) and what the browser follows by
 * itself. Measured values are rounded to the grain they are shown with: 100 ms, clock offsets 10 ms.
 */
export function rowSignature(row: LeaseRow): string {
  const gaps = row.renewGapMs;
  const offset = row.clockOffsetMs;
  return [
    row.uid,
    row.class,
    row.state,
    rounded(row.stateSince, 1000),
    row.holder,
    row.previousHolder,
    row.holderRef?.kind,
    row.holderRef?.name,
    row.holderRef?.uid,
    row.holderRef?.node,
    row.durationMs,
    row.rawDurationSeconds,
    row.transitions,
    row.acquireTime,
    rounded(row.lateAfterMs, 100),
    row.expiresAfterMs,
    rounded(row.heldSince, 1000),
    row.heldSinceCertain,
    gaps === null ? null : `${rounded(gaps.median, 100)} ${rounded(gaps.p99, 100)} ${rounded(gaps.max, 100)}`,
    rounded(row.headroomMs, 100),
    offset === null ? null : `${rounded(offset.lower, 10)} ${rounded(offset.upper, 10)}`,
    row.handovers24h,
    row.alerts.join(' '),
    // Last, for `signatureAfterPair`.
    row.ageCertain,
  ].join('|');
}

/** A page that is told of a renewal by a pair takes its age to be certain. */
export function signatureAfterPair(signature: string): string {
  return signature.endsWith('|false') ? `${signature.slice(0, -'false'.length)}true` : signature;
}

function rounded(value: number | null, grain: number): number | null {
  return value === null ? null : Math.round(value / grain);
}
