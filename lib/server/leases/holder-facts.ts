/** One holder looked up, by the order of the field guide (§2), and what may be said of it (§10). */

import type { HolderPlace } from '../../history/history.ts';
import type { Tell } from '../../kube/holder-lookup.ts';
import type { Lookup } from '../../kube/lookup.ts';
import type { Handover } from '../../lease/handover.ts';
import type { FormerRunning, NodeFacts, PodFacts } from '../../view/lease-detail.ts';
import type { Holder, HolderReading } from './holder-places.ts';

export type HolderLooking = Pick<Lookup, 'pod' | 'podOf' | 'nodeOf' | 'podAnywhere' | 'node'>;

/**
 * `before`: where this very identity was found earlier; its Pod is asked for by name, since only for it is a 404
 * an answer. What was never found is never gone.
 */
export async function lookForHolder(
  lookup: HolderLooking,
  { identity, namespace, class: leaseClass }: Holder,
  before: HolderPlace | null,
  now: number,
  tell: { pod: Tell; node: Tell },
): Promise<HolderReading> {
  const found = (pod: PodFacts | null, node: NodeFacts | null): HolderReading =>
    pod === null && node === null
      ? { type: 'unknown' }
      : { type: 'found', pod, node, place: placeOf(identity, pod, node, now) };
  const withNode = async (pod: PodFacts): Promise<HolderReading> =>
    found(pod, pod.node === null ? null : await lookup.node(pod.node, tell.node));

  if (before !== null && before.podNamespace !== null && before.podName !== null) {
    const reading = await lookup.pod(before.podNamespace, before.podName);
    if (reading.type === 'pod')
      return isSuccessor(identity, reading.pod, before)
        ? { type: 'gone', place: before }
        : withNode(reading.pod);
    if (reading.type === 'absent') return { type: 'gone', place: before };
    tell.pod(reading.why);
    return { type: 'unknown' };
  }
  const pod = await lookup.podOf(identity, namespace, leaseClass, tell.pod);
  if (pod !== null) return withNode(pod);
  const node = await lookup.nodeOf(identity, leaseClass, tell.node);
  if (node !== null) return found(null, node);
  const elsewhere = await lookup.podAnywhere(identity, leaseClass, tell.pod);
  return elsewhere === null ? { type: 'unknown' } : withNode(elsewhere);
}

/**
 * Another Pod of the same name, as a StatefulSet makes it; who adds a uuid for each process is not the one in there. A
 * static Pod is shown by an object that may be made anew while it runs.
 */
function isSuccessor(identity: string, pod: PodFacts, { podUid }: HolderPlace): boolean {
  if (pod.owner?.kind === 'Node') return false;
  return identity.includes('_') && podUid !== null && podUid !== '' && podUid !== pod.uid;
}

function placeOf(
  identity: string,
  pod: PodFacts | null,
  node: NodeFacts | null,
  resolvedAt: number,
): HolderPlace {
  return {
    identity,
    podNamespace: pod?.namespace ?? null,
    podName: pod?.name ?? null,
    podUid: pod?.uid ?? null,
    node: pod?.node ?? node?.name ?? null,
    ownerKind: pod?.owner?.kind ?? null,
    ownerName: pod?.owner?.name ?? null,
    resolvedAt,
  };
}

/** The handover whose loser may still be running without knowing; null when there is nothing to look for. */
export function unawareLoser(
  last: Handover | null,
  { holder, class: leaseClass }: { holder: string | null; class: Holder['class'] },
): { identity: string; handover: Handover } | null {
  if (last === null || last.from === null || last.to === null || last.to !== holder) return null;
  if (last.from === last.to || leaseClass === 'virtual-ip') return null;
  return last.cause === 'expiry' || last.cause === 'early' ? { identity: last.from, handover: last } : null;
}

/**
 * Null unless every container of its Pod has run since before it renewed for the last time: then it is the same
 * process, as far as a Pod shows, and neither restarted nor replaced.
 */
export function formerRunning(
  identity: string,
  handover: Handover,
  pod: PodFacts | null,
  holderPod: { uid: string | null } | null,
): FormerRunning | null {
  if (pod === null || pod.containersSince === null || pod.phase !== 'Running') return null;
  // A new process in the Pod that lost it: the container may be the same, the process is not.
  if (pod.uid === holderPod?.uid) return null;
  if (pod.containersSince >= handover.at - (handover.silentMs ?? 0)) return null;
  return {
    identity,
    namespace: pod.namespace,
    pod: pod.name,
    node: pod.node,
    containersSince: pod.containersSince,
    replacedAt: handover.at,
  };
}
