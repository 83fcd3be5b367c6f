/**
 * All that is wrong at one moment. Cheap at 65,000 Leases: elections are looked at each time, of the heartbeats only
 * those that are not held. Of Leases whose feed is not live nothing is concluded (field guide §10).
 */
import type { TrackedLease } from '../lease/tracked.ts';
import { abandoned } from './abandoned.ts';
import { apiserverSilent } from './apiserver-silent.ts';
import { type ClockFinding, clocksTogether, isOfClocks } from './clocks-together.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import { deletedLease } from './deleted.ts';
import type { Finding } from './finding.ts';
import { LEASE_DETECTORS } from './lease-detectors.ts';
import { legacyLock } from './legacy-lock.ts';
import type { NodeClocks } from './node-clocks.ts';
import { nodeHeartbeatLate } from './node-heartbeat.ts';
import { findTwice, namespacesElsewhere, withoutPods } from './pods-elsewhere.ts';
import {
  asTold,
  DEFAULT_DETECT_SETTINGS,
  type DetectSettings,
  type Settings,
  sameForAll,
} from './rule-settings.ts';
import { type LeaseSight, leaseName } from './sight.ts';
import { NOTHING_SLOW, slowRenewals } from './slow-renewals.ts';
import { tenureItself } from './tenure-itself.ts';

const DEFAULTS = sameForAll(DEFAULT_DETECT_SETTINGS);

/** So that one Lease that nobody thought of does not keep all others from being judged. */
export type OnFault = (lease: TrackedLease, error: unknown) => void;
const thrown: OnFault = (_, error) => {
  throw error;
};

/** All at once: see `judgeInSteps`. */
export function judge(...by: Parameters<typeof judgeInSteps>): Finding[] {
  const steps = judgeInSteps(...by);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/**
 * `sightOf` is asked for each election that may be judged; without `nodeClocks` those of nodes are left out. The
 * thresholds of `whole` are those of `settings.all`. `onFault` is told of a Lease at which a detector throws: nothing is
 * concluded of it. Without it that is thrown. Yields after each Lease: where much is wrong with thousands at once, what
 * the watch brings need not wait for all of them.
 */
export function* judgeInSteps(
  whole: ClusterSight,
  sightOf: (lease: TrackedLease) => LeaseSight,
  nodeClocks: NodeClocks | null = null,
  settings: Settings = DEFAULTS,
  onFault: OnFault = thrown,
): Generator<void, Finding[]> {
  // Found among 60,000 once, and looked at by several.
  const notHeld = [...whole.heartbeatsNotHeld()];
  const sight: ClusterSight = { ...whole, heartbeatsNotHeld: () => notHeld };
  const findings: Finding[] = [];
  const tell = (found: Finding | null): void => {
    const told = asTold(found, settings.all);
    if (told !== null) findings.push(told);
  };
  /** With the thresholds that hold for one Lease. */
  const sightFor = (own: DetectSettings): ClusterSight =>
    own === settings.all ? sight : { ...sight, thresholds: own.cluster };
  const guard = (lease: TrackedLease, look: () => void): void => {
    try {
      look();
    } catch (error) {
      onFault(lease, error);
    }
  };
  for (const finding of tenureItself(sight)) tell(finding);
  // What is not told explains nothing either.
  const slow = settings.all.rules['slow-renewals'].enabled ? slowRenewals(sight) : NOTHING_SLOW;
  tell(slow.finding);
  const clocks: ClockFinding[] = [];
  for (const { lease, finding } of nodeClocks?.look(sight, sightOf, guard) ?? []) {
    const told = asTold(finding, settings.of(lease));
    if (told !== null) clocks.push({ lease, finding: told });
  }
  const lookAt = (lease: TrackedLease): void => {
    const own = settings.of(lease);
    const left = asTold(abandoned(lease, sightFor(own)), own);
    // What nobody uses any more has no standby to wait for.
    const found = left === null ? detectedOf(sightOf(lease), own) : [left];
    for (const finding of found) {
      if (isOfClocks(finding)) clocks.push({ lease, finding });
      else findings.push(finding);
    }
  };
  for (const lease of sight.elections()) {
    if (healthOf(sight, lease) === null) continue;
    guard(lease, () => lookAt(lease));
    yield;
  }
  const lookAtNotHeld = (lease: TrackedLease): void => {
    const own = settings.of(lease);
    const one = sightFor(own);
    const finding =
      asTold(abandoned(lease, one), own) ??
      asTold(apiserverSilent(lease, one) ?? nodeHeartbeatLate(lease, one), own);
    if (finding !== null) findings.push(finding);
  };
  // What fired by itself before enough others stopped goes on, under what they share: it is not over.
  const isToldTogether = (lease: TrackedLease): boolean =>
    slow.nodes.has(lease) && sight.isFiring?.('node-heartbeat-late', leaseName(lease)) !== true;
  for (const lease of notHeld) {
    if (isToldTogether(lease) || healthOf(sight, lease) === null) continue;
    guard(lease, () => lookAtNotHeld(lease));
    yield;
  }
  const noLease = { now: sight.now, thresholds: settings.all.thresholds };
  for (const deleted of sight.deleted?.() ?? []) tell(deletedLease(deleted, noLease));
  for (const lock of sight.legacyLocks?.() ?? []) tell(legacyLock(lock, noLease));
  const told = () => withClocks(sight, nodeClocks !== null);
  for (const finding of clocksTogether(clocks, told, sight)) {
    // Of one Lease it was looked at by what holds for that.
    if (finding.subject.name === null) tell(finding);
    else findings.push(finding);
  }
  return findings;
}

function detectedOf(one: LeaseSight, own: DetectSettings): Finding[] {
  const found: Finding[] = [];
  const elsewhere = namespacesElsewhere(one);
  const without = elsewhere.length === 0 ? one : withoutPods(one);
  for (const detector of LEASE_DETECTORS) {
    const finding = asTold(findTwice(detector, one, elsewhere, without), own);
    if (finding !== null) found.push(finding);
  }
  return found;
}

/** Leases whose renewals the API server stamps (field guide §8). */
function withClocks(sight: ClusterSight, nodes: boolean): TrackedLease[] {
  const all = nodes ? [...sight.elections(), ...sight.heartbeats()] : [...sight.elections()];
  return all.filter((lease) => lease.holder !== null && lease.stampMoves === true);
}
