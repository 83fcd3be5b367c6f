/** What detectors look at: one moment of one Lease, and what is remembered of it. Epoch ms throughout. */
import type { Handover } from '../lease/handover.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import type { Subject } from './finding.ts';
import type { Thresholds } from './thresholds.ts';

export type LeaseSight = {
  lease: TrackedLease;
  now: number;
  thresholds: Thresholds;
  /** Oldest first, of the last hour at least; those with a `to` but of cause `first`. */
  handovers: readonly Handover[];
};

export function subjectOf({ record, holder }: Pick<TrackedLease, 'record' | 'holder'>): Subject {
  const node = record.namespace === 'kube-node-lease' ? record.name : null;
  return { namespace: record.namespace, name: record.name, node, holder };
}

/** `namespace/name`: what a finding about one Lease is known by. */
export function leaseName({ record }: Pick<TrackedLease, 'record'>): string {
  return `${record.namespace}/${record.name}`;
}

/** Whose clock a Lease tells: "node wa-07", "payments-operator’s holder". */
export function clockOwner({ record, class: leaseClass }: Pick<TrackedLease, 'record' | 'class'>): string {
  return leaseClass === 'node-heartbeat' ? `node ${record.name}` : `${record.name}’s holder`;
}
