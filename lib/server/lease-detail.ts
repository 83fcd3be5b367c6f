/** `GET /api/v1/leases/{namespace}/{name}`: the row, and what the API server says on demand. */
import type { Lookup } from '../kube/lookup.ts';
import type { LeaseDetail } from '../view/lease-detail.ts';
import type { HolderRef, LeaseRow } from '../view/lease-row.ts';
import { unknownLease } from './not-found.ts';
import type { Runtime } from './runtime.ts';

/** Longer than this nobody waits for what is only extra, ms. */
const TIMEOUT_MS = 3000;

export type DetailRuntime = Pick<Runtime, 'lease' | 'row' | 'now' | 'lookup' | 'timers'>;

/** Throws `not_found`. What cannot be read in time is null or empty; it never fails the row. */
export async function leaseDetail(
  runtime: DetailRuntime,
  namespace: string,
  name: string,
): Promise<LeaseDetail> {
  const lease = runtime.lease(namespace, name);
  if (lease === undefined) throw unknownLease(namespace, name);
  const row = runtime.row(lease, runtime.now());
  const lookup = runtime.lookup();
  const bare: LeaseDetail = { ...row, raw: null, pod: null, node: null, candidates: [], events: [] };
  if (lookup === null) return bare;

  const within = <T>(answer: Promise<T>, otherwise: T): Promise<T> => timed(answer, otherwise, runtime);
  const [raw, { pod, node }, candidates, events] = await Promise.all([
    within(lookup.lease(namespace, name), null),
    within(holderOf(lookup, row), { pod: null, node: null }),
    within(lookup.candidates(namespace, name), []),
    within(lookup.events(namespace, name), []),
  ]);
  return { ...row, holderRef: row.holderRef ?? refOf(pod, node), raw, pod, node, candidates, events };
}

async function holderOf(lookup: Lookup, row: LeaseRow): Promise<Pick<LeaseDetail, 'pod' | 'node'>> {
  const identity = row.holder ?? row.previousHolder;
  if (identity === null) return { pod: null, node: null };
  const pod = await lookup.podOf(identity, row.namespace, row.class);
  if (pod === null) return { pod, node: await lookup.nodeOf(identity, row.class) };
  return { pod, node: pod.node === null ? null : await lookup.node(pod.node) };
}

function refOf(pod: LeaseDetail['pod'], node: LeaseDetail['node']): HolderRef | null {
  if (pod !== null)
    return { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid, node: pod.node };
  return node === null
    ? null
    : { kind: 'Node', namespace: null, name: node.name, uid: null, node: node.name };
}

function timed<T>(answer: Promise<T>, otherwise: T, { timers }: Pick<Runtime, 'timers'>): Promise<T> {
  return new Promise((resolve) => {
    const cancel = timers.after(TIMEOUT_MS, () => resolve(otherwise));
    const settle = (value: T): void => {
      cancel();
      resolve(value);
    };
    // A lookup that fails says the same as one that finds nothing.
    answer.then(settle, () => settle(otherwise));
  });
}
