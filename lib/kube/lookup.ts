/**
 * What is read on demand, for the page of one Lease and the status: one GET or two each, nothing is kept.
 * What is denied, absent or out of reach is null or empty; nothing here rejects. `Tell` is given the reason when
 * it is not absence.
 */
import type { LeaseClass } from '../lease/record.ts';
import type { Cluster } from './cluster.ts';
import {
  type Candidate,
  candidateFor,
  type LeaseEvent,
  leaseEvent,
  type NodeFacts,
  nodeFacts,
  type PodFacts,
  podFacts,
} from './facts.ts';
import { identityNames, isHostnameOf } from './identity.ts';
import { type Permissions, readPermissions } from './permissions.ts';
import { child, isRaw, list, type Raw, text } from './raw.ts';
import { createReader } from './reader.ts';
import { leasePath, query } from './resource-path.ts';
import type { Timers } from './timers.ts';

export type Tell = (why: string) => void;

export type Lookup = {
  /** The object as the API server gives it. */
  lease(namespace: string, name: string, tell?: Tell): Promise<Raw | null>;
  /** The Pod this identity names, by the identity table (field guide §2). */
  podOf(identity: string, namespace: string, leaseClass: LeaseClass, tell?: Tell): Promise<PodFacts | null>;
  /** The Node this identity names, for what runs on the host network; ask when there is no Pod. */
  nodeOf(identity: string, leaseClass: LeaseClass, tell?: Tell): Promise<NodeFacts | null>;
  node(name: string, tell?: Tell): Promise<NodeFacts | null>;
  /** Newest first. */
  events(namespace: string, name: string, tell?: Tell): Promise<LeaseEvent[]>;
  candidates(namespace: string, leaseName: string, tell?: Tell): Promise<Candidate[]>;
  /** gitVersion, such as v1.37.2. */
  version(): Promise<string | null>;
  kubeSystemUid(): Promise<string | null>;
  permissions(): Promise<Permissions>;
  close(): void;
};

export type LookupOptions = {
  cluster: Cluster;
  clock: { now(): number };
  timers: Timers;
  /** TENURE_NAMESPACES; empty for the whole cluster. */
  namespaces: readonly string[];
};

const PODS_READ = 500;
const EVENTS_READ = 200;
/** The newest that there is; the older one where it answers 404 (field guide §1). */
const CANDIDATE_APIS = ['/apis/coordination.k8s.io/v1beta1', '/apis/coordination.k8s.io/v1alpha2'] as const;

export function createLookup(options: LookupOptions): Lookup {
  const reader = createReader(options);
  const podsPath = (namespace: string): string => `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;

  async function read(path: string, tell: Tell | undefined): Promise<unknown> {
    const answer = await reader.read(path);
    if (answer.type === 'body') return answer.body;
    if (answer.failure.status !== 404) tell?.(answer.failure.message);
    return null;
  }

  async function node(name: string, tell?: Tell): Promise<NodeFacts | null> {
    return nodeFacts(await read(`/api/v1/nodes/${encodeURIComponent(name)}`, tell));
  }

  async function podOf(
    identity: string,
    namespace: string,
    leaseClass: LeaseClass,
    tell?: Tell,
  ): Promise<PodFacts | null> {
    const names = identityNames(identity, leaseClass);
    if (names.podIp !== null) {
      const selector = query({ fieldSelector: `status.podIP=${names.podIp}`, limit: 2 });
      const items = list(await read(podsPath(namespace) + selector, tell), 'items');
      return items.length === 1 ? podFacts(items[0]) : null;
    }
    for (const name of names.hosts) {
      const answer = await reader.read(`${podsPath(namespace)}/${encodeURIComponent(name)}`);
      if (answer.type === 'body') return podFacts(answer.body);
      // Denied or out of reach: the list would fare no better.
      if (answer.failure.status !== 404) {
        tell?.(answer.failure.message);
        return null;
      }
    }
    if (names.hosts.length === 0) return null;
    const pods = list(await read(podsPath(namespace) + query({ limit: PODS_READ }), tell), 'items');
    const found =
      pods.find((pod) => names.hosts.includes(text(child(pod, 'spec'), 'hostname') ?? '')) ??
      pods.find((pod) =>
        names.hosts.some((host) => isHostnameOf(host, text(child(pod, 'metadata'), 'name') ?? '')),
      );
    return found === undefined ? null : podFacts(found);
  }

  async function candidateList(namespace: string, tell: Tell | undefined): Promise<unknown[]> {
    for (const api of CANDIDATE_APIS) {
      const answer = await reader.read(`${api}/namespaces/${encodeURIComponent(namespace)}/leasecandidates`);
      if (answer.type === 'body') return list(answer.body, 'items');
      if (answer.failure.status !== 404) {
        tell?.(answer.failure.message);
        return [];
      }
    }
    return [];
  }

  return {
    node,
    podOf,
    async lease(namespace, name, tell) {
      const body = await read(leasePath(namespace, name), tell);
      return isRaw(body) ? body : null;
    },
    async nodeOf(identity, leaseClass, tell) {
      for (const name of identityNames(identity, leaseClass).nodes) {
        const found = await node(name, tell);
        if (found !== null) return found;
      }
      return null;
    },
    async events(namespace, name, tell) {
      const fieldSelector = `involvedObject.kind=Lease,involvedObject.name=${name}`;
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
      const items = list(await read(path + query({ fieldSelector, limit: EVENTS_READ }), tell), 'items');
      return items.map(leaseEvent).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
    },
    async candidates(namespace, leaseName, tell) {
      const found = (await candidateList(namespace, tell)).map((raw) => candidateFor(leaseName, raw));
      return found.filter((one) => one !== null);
    },
    async version() {
      return text(await reader.body('/version'), 'gitVersion');
    },
    async kubeSystemUid() {
      return text(child(await reader.body('/api/v1/namespaces/kube-system'), 'metadata'), 'uid');
    },
    async permissions() {
      const newest = await reader.read(`${CANDIDATE_APIS[0]}/leasecandidates${query({ limit: 1 })}`);
      const gone = newest.type === 'failure' && newest.failure.status === 404;
      return readPermissions(reader, options.namespaces, CANDIDATE_APIS[gone ? 1 : 0]);
    },
    close: reader.close,
  };
}
