/**
 * What one Lease object says, decoded once and totally; nothing further in ever sees a raw object.
 * Source: field guide §1 and §8 (API coordination/v1/types.go, AM meta/v1/micro_time.go).
 */

import type { LeaseAnnotations } from './annotations.ts';

/** The kinds of Lease that are judged differently. Source: field guide §6, `docs/api.md`. */
export const LEASE_CLASSES = [
  'control-plane',
  'controller',
  'csi',
  'sharded',
  'virtual-ip',
  'apiserver',
  'node-heartbeat',
  'component-heartbeat',
  'unknown',
] as const;
export type LeaseClass = (typeof LEASE_CLASSES)[number];

export type LeaseRecord = {
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
  class: LeaseClass;
  /** spec.holderIdentity; "" and absent both mean that nobody holds it. */
  holder: string;
  /** spec.leaseDurationSeconds as written, 1 after a release; null when absent or not a positive number. */
  durationSeconds: number | null;
  /** The holder's claims, verbatim, with their microseconds; null when absent or not a string. */
  acquireTime: string | null;
  renewTime: string | null;
  transitions: number | null;
  strategy: string | null;
  preferredHolder: string | null;
  /** The API server's stamp of the latest renewal: managedFields[].time where f:spec holds f:renewTime. */
  serverTime: string | null;
  /** The API server's stamp of the latest write of any manager: when this version came to be. */
  writtenTime: string | null;
  /** What its team says of how it is to be judged; null without any. */
  annotations: LeaseAnnotations | null;
};

/** `namespace/name`; both parts are DNS names and never contain a slash. */
export function leaseKey(record: { namespace: string; name: string }): string {
  return `${record.namespace}/${record.name}`;
}

/** Heartbeats say "I am alive" and are never handed over; everything else elects a leader. */
export function elects(leaseClass: LeaseClass): boolean {
  return (
    leaseClass !== 'node-heartbeat' && leaseClass !== 'component-heartbeat' && leaseClass !== 'apiserver'
  );
}

/** Somebody has led by it at some time: it is not one that was only made. A release leaves a duration of 1 s (§2). */
export function wasEverHeld(
  record: Pick<LeaseRecord, 'durationSeconds' | 'transitions' | 'acquireTime' | 'renewTime'>,
): boolean {
  const { durationSeconds, transitions, acquireTime, renewTime } = record;
  return durationSeconds === 1 || (transitions ?? 0) > 0 || acquireTime !== null || renewTime !== null;
}
