/**
 * Nobody is ready to take over: fewer than two ready Pods of the holder's owner for 10 min (field guide §10). Static
 * Pods belong to their Node, and what a managed control plane hides is not known: nothing is said of either.
 */
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

/** The Pods that could hold a Lease: those of the owner of its holder's Pod, the holder's own among them. Epoch ms. */
export type Standbys = {
  namespace: string;
  /** Such as `ReplicaSet`; of a Deployment's ReplicaSets all count, for a rollout goes from one to the next. */
  ownerKind: string;
  ownerName: string;
  /** Those that run, and those of them that are ready. */
  pods: number;
  ready: number;
  /** Since when every answer has said that fewer than two are ready; null when the last one did not. */
  fewSince: number | null;
};

/** `standbys`: null where the holder's Pod or its owner is not known, or could not be asked about. */
export type StandbySight = LeaseSight & { standbys?: Standbys | null };

/** Whether nobody else was ready already when it fell silent at `at`, epoch ms; false where that is not known. */
export function hadNoStandby({ standbys = null }: StandbySight, at: number): boolean {
  return standbys !== null && standbys.fewSince !== null && standbys.fewSince <= at;
}

export function noStandby({ lease, now, thresholds, standbys = null }: StandbySight): Finding | null {
  if (!lease.elects || lease.holder === null || standbys === null || standbys.fewSince === null) return null;
  const { namespace, ownerKind, ownerName, pods, ready, fewSince } = standbys;
  if (now - fewSince <= thresholds.noStandbyMs) return null;
  const { record } = lease;
  const where = `-n ${quoted(namespace)}`;
  return {
    rule: 'no-standby',
    key: leaseName(lease),
    severity: 'info',
    // Somebody else may be a candidate too, and a Pod that is not ready may be one: who tries is not in the Lease.
    certainty: 'likely',
    subject: subjectOf(lease),
    since: fewSince,
    until: null,
    title: `Nobody is ready to take over ${record.name}`,
    summary: `${readyWords(pods, ready)} of ${ownerKind} ${ownerName}, for ${duration(now - fewSince)} at least. Should the holder stop, nobody leads until another one has started.`,
    evidence: { ownerKind, ownerName, podNamespace: namespace, pods, ready, fewSince },
    next: [
      {
        text: 'See how many should run, and how many are ready',
        command: `kubectl get deployments,statefulsets,daemonsets ${where}`,
      },
      { text: 'See why a Pod is not ready', command: `kubectl get pods ${where} -o wide` },
      {
        text: 'See whether a node that has no room keeps it waiting',
        command: `kubectl get events ${where} --field-selector reason=FailedScheduling`,
      },
    ],
  };
}

function readyWords(pods: number, ready: number): string {
  if (pods === 0) return 'No Pod runs';
  if (pods === 1) return ready === 1 ? 'Only 1 Pod runs' : 'Only 1 Pod runs, which is not ready,';
  return `${ready === 1 ? 'Only 1' : 'None'} of ${pods} Pods is ready`;
}
