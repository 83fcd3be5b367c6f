/** How the demo cluster was as it began: what its past has to lead to. */
import { decodeLease } from '../lib/lease/decode.ts';
import { ADMIN_TOKEN } from '../lib/simulator/http/access.ts';
import type { BeginningLease } from '../lib/simulator/past-plan.ts';

export type Beginning = {
  /** Epoch ms. */
  at: number;
  /** The resourceVersion it began with. */
  revision: number;
  /** The uid of kube-system. */
  clusterId: string;
  leases: BeginningLease[];
};

type List = { metadata: { resourceVersion: string }; items: unknown[] };

/** Asks the API server at `url`; to be called as soon as it answers, before anything happens there. */
export async function readBeginning(url: string): Promise<Beginning> {
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  };
  const at = Date.now();
  const list = (await ask('/apis/coordination.k8s.io/v1/leases')) as List;
  const system = (await ask('/api/v1/namespaces/kube-system')) as { metadata: { uid: string } };
  const leases = list.items.flatMap((item): BeginningLease[] => {
    const record = decodeLease(item);
    if (record === null || record.acquireTime === null) return [];
    const { namespace, name, uid, holder, transitions, acquireTime } = record;
    return [
      { namespace, name, uid, holder, transitions: transitions ?? 0, acquiredAt: Date.parse(acquireTime) },
    ];
  });
  return { at, revision: Number(list.metadata.resourceVersion), clusterId: system.metadata.uid, leases };
}
