/** A tracked Lease as the API and the pages show it. Exact names: `docs/api.md` ("Lease row"). */
import type { Judging } from '../lease/book.ts';
import { summariseGaps } from '../lease/gaps.ts';
import { headroomMs } from '../lease/headroom.ts';
import { offsetBounds } from '../lease/offset.ts';
import { gapSpan, type TrackedLease, takeoverDueAt } from '../lease/tracked.ts';
import type { ClockOffset, HolderRef, LeaseRow } from './lease-row.ts';

const DAY_MS = 86_400_000;

/** The row at `now` (epoch ms, Tenure's clock). */
export function leaseRow(lease: TrackedLease, now: number, judging: Judging): LeaseRow {
  const { record } = lease;
  const { health } = judging;
  const gaps = summariseGaps(lease.gaps, gapSpan(lease), now);
  const dayAgo = now - DAY_MS;
  return {
    key: lease.key,
    namespace: record.namespace,
    name: record.name,
    uid: record.uid,
    class: lease.class,
    elects: lease.elects,
    state: health.live ? lease.state : 'unknown',
    stateSince: round(health.live ? lease.stateSince : judging.feedSince),
    holder: lease.holder,
    previousHolder: lease.previousHolder,
    holderRef: holderRef(lease),
    durationMs: lease.durationMs,
    rawDurationSeconds: record.durationSeconds,
    transitions: record.transitions,
    acquireTime: record.acquireTime,
    renewTime: record.renewTime,
    serverTime: record.serverTime,
    lastRenewalAt: round(lease.lastRenewalAt),
    ageMs: lease.lastRenewalAt === null ? null : Math.max(0, Math.round(now - lease.lastRenewalAt)),
    ageCertain: lease.ageCertain,
    lateAfterMs: round(lease.lateAfterMs),
    expiresAfterMs: round(lease.expiresAfterMs),
    takeoverDueAt: round(takeoverDueAt(lease)),
    heldSince: round(lease.heldSince),
    heldSinceCertain: lease.heldSinceCertain,
    renewGapMs: gaps && {
      median: Math.round(gaps.median),
      p99: Math.round(gaps.p99),
      max: Math.round(gaps.max),
    },
    headroomMs: headroomMs(lease, gaps),
    clockOffsetMs: clockOffsetMs(lease, now, judging.latencyAllowanceMs),
    handovers24h: lease.handoverTimes.filter((at) => at > dayAgo).length,
    alerts: [],
  };
}

/** To whole milliseconds outwards: the interval never becomes narrower than the evidence allows. */
export function clockOffsetMs(
  lease: TrackedLease,
  now: number,
  latencyAllowanceMs: number,
): ClockOffset | null {
  const bounds =
    lease.stampMoves === true ? offsetBounds(lease.offsets, now, Math.ceil(latencyAllowanceMs)) : null;
  return bounds && { ...bounds, lower: Math.floor(bounds.lower), upper: Math.ceil(bounds.upper) };
}

/** A node's heartbeat is held by the node whose name it bears; other holders have to be looked up. */
function holderRef(lease: TrackedLease): HolderRef | null {
  if (lease.class !== 'node-heartbeat' || lease.holder === null) return null;
  return { kind: 'Node', namespace: null, name: lease.holder, uid: null, node: lease.holder };
}

function round(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
