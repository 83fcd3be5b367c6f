/** `GET /api/v1/leases/{namespace}/{name}`: the row, and what the API server says on demand. */
import type { Lookup, Tell } from '../kube/lookup.ts';
import { DETAIL_PARTS, type DetailPart, type LeaseDetail } from '../view/lease-detail.ts';
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
  const unavailable: LeaseDetail['unavailable'] = {};
  const tell =
    (...parts: DetailPart[]) =>
    (why: string): void => {
      // The first reason is the cause of those that follow.
      for (const part of parts) unavailable[part] ??= why;
    };
  const bare: LeaseDetail = {
    ...row,
    raw: null,
    pod: null,
    node: null,
    candidates: [],
    events: [],
    unavailable,
  };
  if (lookup === null) {
    tell(...DETAIL_PARTS)('no cluster is configured');
    return bare;
  }

  const within = <T>(answer: Promise<T>, otherwise: T, ...parts: DetailPart[]): Promise<T> =>
    timed(answer, otherwise, tell(...parts), runtime);
  const [raw, { pod, node }, candidates, events] = await Promise.all([
    within(lookup.lease(namespace, name, tell('raw')), null, 'raw'),
    within(holderOf(lookup, row, tell), { pod: null, node: null }, 'pod', 'node'),
    within(lookup.candidates(namespace, name, tell('candidates')), [], 'candidates'),
    within(lookup.events(namespace, name, tell('events')), [], 'events'),
  ]);
  const holderRef = row.holderRef ?? refOf(pod, node);
  // A copy: what comes after the time was up is no part of this answer.
  return { ...row, holderRef, raw, pod, node, candidates, events, unavailable: { ...unavailable } };
}

async function holderOf(
  lookup: Lookup,
  row: LeaseRow,
  tell: (part: DetailPart) => Tell,
): Promise<Pick<LeaseDetail, 'pod' | 'node'>> {
  const identity = row.holder ?? row.previousHolder;
  if (identity === null) return { pod: null, node: null };
  const pod = await lookup.podOf(identity, row.namespace, row.class, tell('pod'));
  if (pod === null) return { pod, node: await lookup.nodeOf(identity, row.class, tell('node')) };
  return { pod, node: pod.node === null ? null : await lookup.node(pod.node, tell('node')) };
}

function refOf(pod: LeaseDetail['pod'], node: LeaseDetail['node']): HolderRef | null {
  if (pod !== null)
    return { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid, node: pod.node };
  return node === null
    ? null
    : { kind: 'Node', namespace: null, name: node.name, uid: null, node: node.name };
}

function timed<T>(
  answer: Promise<T>,
  otherwise: T,
  tell: Tell,
  { timers }: Pick<Runtime, 'timers'>,
): Promise<T> {
  return new Promise((resolve) => {
    const cancel = timers.after(TIMEOUT_MS, () => {
      tell(`the API server did not answer in ${TIMEOUT_MS / 1000} s`);
      resolve(otherwise);
    });
    const settle = (value: T): void => {
      cancel();
      resolve(value);
    };
    answer.then(settle, (error: unknown) => {
      tell(error instanceof Error ? error.message : String(error));
      settle(otherwise);
    });
  });
}
