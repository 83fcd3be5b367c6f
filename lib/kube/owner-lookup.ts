/**
 * The Pods of a holder's owner, and how many of them are ready: who could take over. Read on demand, one small request
 * for the Pods of a Deployment; null where it is not known.
 */
import type { PodFacts } from '../view/lease-detail.ts';
import { podFacts } from './facts.ts';
import { child, list, text } from './raw.ts';
import type { Reader } from './reader.ts';
import { query } from './resource-path.ts';

export type PodOwner = { namespace: string; kind: string; name: string };
export type OwnedPods = { pods: number; ready: number };

export type OwnerLookup = {
  /** Of those that run and are not about to end. */
  ownedPods(owner: PodOwner): Promise<OwnedPods | null>;
};

/** Enough: nobody has to know how many there are beyond two. */
const ENOUGH = 2;
const PODS_READ = 500;
/** A Deployment names its ReplicaSets by a hash of their template, which their Pods carry as a label. */
const TEMPLATE_HASH = /-([bcdfghjklmnpqrstvwxz2456789]{6,10})$/;

export function createOwnerLookup(reader: Pick<Reader, 'read'>): OwnerLookup {
  async function podsIn(
    { namespace, kind }: PodOwner,
    isFamily: (ownerName: string) => boolean,
    selector: Record<string, string>,
  ): Promise<OwnedPods | null> {
    const asked = query({ fieldSelector: 'status.phase=Running', ...selector, limit: PODS_READ });
    const answer = await reader.read(`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods${asked}`);
    if (answer.type === 'failure') return null;
    const owned = list(answer.body, 'items')
      .filter((one) => text(child(one, 'metadata'), 'deletionTimestamp') === null)
      .map(podFacts)
      .filter((pod): pod is PodFacts => pod !== null && pod.owner?.kind === kind && isFamily(pod.owner.name));
    const ready = owned.filter((pod) => pod.ready === true).length;
    // Of a namespace that was not read to its end nothing is known by what is missing.
    const isWhole = text(child(answer.body, 'metadata'), 'continue') === null;
    return isWhole || ready >= ENOUGH ? { pods: owned.length, ready } : null;
  }

  return {
    async ownedPods(owner) {
      const hash = owner.kind === 'ReplicaSet' ? TEMPLATE_HASH.exec(owner.name)?.[1] : undefined;
      if (hash === undefined) return podsIn(owner, (name) => name === owner.name, {});
      const own = await podsIn(owner, (name) => name === owner.name, {
        labelSelector: `pod-template-hash=${hash}`,
      });
      if (own === null || own.ready >= ENOUGH) return own;
      // While it rolls out, the Pods of the ReplicaSet before or after are candidates too.
      const deployment = owner.name.replace(TEMPLATE_HASH, '');
      return podsIn(owner, (name) => name.replace(TEMPLATE_HASH, '') === deployment, {
        labelSelector: 'pod-template-hash',
      });
    },
  };
}
