/** Which Leases have series of their own in /metrics, and what those say. */
import type { Judging } from '../../lease/book.ts';
import { gapExtent } from '../../lease/gaps.ts';
import { headroomMs } from '../../lease/headroom.ts';
import { type LeaseClass, leaseKey } from '../../lease/record.ts';
import type { LeaseState } from '../../lease/state.ts';
import { gapSpan, type TrackedLease } from '../../lease/tracked.ts';
import type { ClockOffset } from '../../view/lease-row.ts';
import { clockOffsetMs } from '../../view/rows.ts';
import type { LeaseCount } from '../leases/lease-counts.ts';

/** A dozen series each: what a Prometheus bears of one target. */
export const MOST_LEASE_SERIES = 500;

/** What many depend on comes first. */
const ORDER: readonly LeaseClass[] = [
  'control-plane',
  'virtual-ip',
  'csi',
  'controller',
  'sharded',
  'unknown',
];

export type LeaseLabels = { namespace: string; lease: string; class: LeaseClass };
export type LeaseSample = {
  labels: LeaseLabels;
  state: LeaseState;
  heldSince: number | null;
  heldSinceCertain: boolean;
  lastRenewalAgeMs: number | null;
  vacantMs: number | null;
  durationMs: number | null;
  headroomMs: number | null;
  clock: ClockOffset | null;
  count: LeaseCount;
};

/**
 * Those in trouble first, then by class and name: the same ones at each scrape, so that series go on. In what order
 * they are given does not matter.
 */
export function chooseLeases(
  leases: Iterable<TrackedLease>,
  isInTrouble: (lease: TrackedLease) => boolean,
  most = MOST_LEASE_SERIES,
): { chosen: TrackedLease[]; left: number } {
  const groups = new Map<number, TrackedLease[]>();
  let count = 0;
  for (const lease of leases) {
    if (!lease.elects) continue;
    count += 1;
    const rank = ORDER.indexOf(lease.class) + (isInTrouble(lease) ? 0 : ORDER.length);
    const group = groups.get(rank);
    if (group === undefined) groups.set(rank, [lease]);
    else group.push(lease);
  }
  const chosen: TrackedLease[] = [];
  for (const [, group] of [...groups].sort(([a], [b]) => a - b)) {
    const room = most - chosen.length;
    if (group.length > room) group.sort(byName);
    chosen.push(...group.slice(0, room));
  }
  return { chosen, left: count - chosen.length };
}

function byName({ record: a }: TrackedLease, { record: b }: TrackedLease): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** While its feed is not live, nothing is said that would have to be seen now. `now`: epoch ms. */
export function leaseSample(
  lease: TrackedLease,
  { health, latencyAllowanceMs }: Judging,
  count: LeaseCount,
  now: number,
): LeaseSample {
  const { record, heldSince, lastRenewalAt, vacantSince } = lease;
  const state = health.live ? lease.state : 'unknown';
  return {
    labels: { namespace: record.namespace, lease: record.name, class: lease.class },
    state,
    heldSince: health.live && lease.holder !== null ? heldSince : null,
    heldSinceCertain: lease.heldSinceCertain,
    lastRenewalAgeMs:
      health.live && lease.holder !== null && lastRenewalAt !== null
        ? Math.max(0, now - lastRenewalAt)
        : null,
    vacantMs: state === 'vacant' && vacantSince !== null ? Math.max(0, now - vacantSince) : null,
    durationMs: lease.durationMs,
    headroomMs: headroomMs(lease, gapExtent(lease.gaps, gapSpan(lease), now)),
    clock: clockOffsetMs(lease, now, latencyAllowanceMs),
    count,
  };
}

/** Leases of which people are told that something is wrong: `namespace/name`. */
export function inTrouble(
  told: readonly {
    finding: { severity: string; subject: { namespace: string | null; name: string | null } };
  }[],
): (lease: TrackedLease) => boolean {
  const names = new Set<string>();
  for (const { finding } of told) {
    const { namespace, name } = finding.subject;
    if (finding.severity !== 'info' && namespace !== null && name !== null) names.add(`${namespace}/${name}`);
  }
  return names.size === 0 ? () => false : ({ record }) => names.has(leaseKey(record));
}
