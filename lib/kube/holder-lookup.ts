/**
 * Who an identity is: its Pod or its Node, by the identity table (field guide §2), read on demand. Like every
 * look-up: denied, absent or out of reach is null, and `Tell` is given the reason when it is not absence.
 */
import type { LeaseClass } from '../lease/record.ts';
import type { NodeFacts, PodFacts } from '../view/lease-detail.ts';
import { nodeFacts, podFacts } from './facts.ts';
import type { FailureType } from './failure.ts';
import { generatedNames, identityNames, isHostnameOf } from './identity.ts';
import { child, list, text } from './raw.ts';
import type { Reader } from './reader.ts';
import { query } from './resource-path.ts';

/** `type`: of a failure, where there was an attempt to read. */
export type Tell = (why: string, type?: FailureType) => void;

/** `absent`: the API server says that there is none; `unreadable`: it does not say. */
export type PodReading =
  | { type: 'pod'; pod: PodFacts }
  | { type: 'absent' }
  | { type: 'unreadable'; why: string };

export type HolderLookup = {
  /** One Pod by its name: the only question whose "no" is an answer. */
  pod(namespace: string, name: string): Promise<PodReading>;
  /** The Pod this identity names, in the Lease's namespace. */
  podOf(identity: string, namespace: string, leaseClass: LeaseClass, tell?: Tell): Promise<PodFacts | null>;
  /** The Node this identity names, for what runs on the host network; ask when there is no Pod. */
  nodeOf(identity: string, leaseClass: LeaseClass, tell?: Tell): Promise<NodeFacts | null>;
  /**
   * The one Pod of a generated name in any namespace: some Leases lie elsewhere than their Pods (cert-manager).
   * Null in a Tenure that watches only some namespaces.
   */
  podAnywhere(identity: string, leaseClass: LeaseClass, tell?: Tell): Promise<PodFacts | null>;
  node(name: string, tell?: Tell): Promise<NodeFacts | null>;
};

const PODS_READ = 500;

export function createHolderLookup(
  reader: Pick<Reader, 'read'>,
  { everywhere }: { everywhere: boolean },
): HolderLookup {
  const podsPath = (namespace: string): string => `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;

  async function read(path: string, tell: Tell | undefined): Promise<unknown> {
    const answer = await reader.read(path);
    if (answer.type === 'body') return answer.body;
    if (answer.failure.status !== 404) tell?.(answer.failure.message);
    return null;
  }

  async function pod(namespace: string, name: string): Promise<PodReading> {
    const answer = await reader.read(`${podsPath(namespace)}/${encodeURIComponent(name)}`);
    if (answer.type === 'failure') {
      const { status, message } = answer.failure;
      return status === 404 ? { type: 'absent' } : { type: 'unreadable', why: message };
    }
    const facts = podFacts(answer.body);
    return facts === null ? { type: 'unreadable', why: 'the answer is no Pod' } : { type: 'pod', pod: facts };
  }

  async function node(name: string, tell?: Tell): Promise<NodeFacts | null> {
    return nodeFacts(await read(`/api/v1/nodes/${encodeURIComponent(name)}`, tell));
  }

  async function podAt(ip: string, namespace: string, tell: Tell | undefined): Promise<PodFacts | null> {
    const selector = query({ fieldSelector: `status.podIP=${ip}`, limit: 2 });
    const items = list(await read(podsPath(namespace) + selector, tell), 'items');
    return items.length === 1 ? podFacts(items[0]) : null;
  }

  return {
    pod,
    node,
    async podOf(identity, namespace, leaseClass, tell) {
      const names = identityNames(identity, leaseClass);
      if (names.podIp !== null) return podAt(names.podIp, namespace, tell);
      for (const name of names.hosts) {
        const reading = await pod(namespace, name);
        if (reading.type === 'pod') return reading.pod;
        // Denied or out of reach: the list would fare no better.
        if (reading.type === 'unreadable') {
          tell?.(reading.why);
          return null;
        }
      }
      if (names.hosts.length === 0) return null;
      const pods = list(await read(podsPath(namespace) + query({ limit: PODS_READ }), tell), 'items');
      const found =
        pods.find((one) => names.hosts.includes(text(child(one, 'spec'), 'hostname') ?? '')) ??
        pods.find((one) =>
          names.hosts.some((host) => isHostnameOf(host, text(child(one, 'metadata'), 'name') ?? '')),
        );
      return found === undefined ? null : podFacts(found);
    },
    async nodeOf(identity, leaseClass, tell) {
      for (const name of identityNames(identity, leaseClass).nodes) {
        const found = await node(name, tell);
        if (found !== null) return found;
      }
      return null;
    },
    async podAnywhere(identity, leaseClass, tell) {
      if (!everywhere) return null;
      for (const name of generatedNames(identity, leaseClass)) {
        const selector = query({ fieldSelector: `metadata.name=${name}`, limit: 2 });
        const items = list(await read(`/api/v1/pods${selector}`, tell), 'items');
        if (items.length === 1) return podFacts(items[0]);
      }
      return null;
    },
  };
}
