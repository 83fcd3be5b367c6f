/**
 * What is read on demand, for the page of one Lease and the status: one GET or two each, nothing is kept.
 * What is denied, absent or out of reach is null or empty; nothing here rejects. `Tell` is given the reason when
 * it is not absence.
 */

import type { Candidate, LeaseEvent } from '../view/lease-detail.ts';
import type { Cluster } from './cluster.ts';
import { candidateFor, leaseEvent } from './facts.ts';
import { createHolderLookup, type HolderLookup, type Tell } from './holder-lookup.ts';
import { type LegacyLocksReading, type LegacyResource, readLegacyLocks } from './legacy-locks.ts';
import { createOwnerLookup, type OwnerLookup } from './owner-lookup.ts';
import { type Permissions, readPermissions } from './permissions.ts';
import { child, isRaw, list, type Raw, text } from './raw.ts';
import { createReader } from './reader.ts';
import { leasePath, query } from './resource-path.ts';
import type { Timers } from './timers.ts';

export type Lookup = HolderLookup &
  OwnerLookup & {
    /** The object as the API server gives it. */
    lease(namespace: string, name: string, tell?: Tell): Promise<Raw | null>;
    /** Newest first. */
    events(namespace: string, name: string, tell?: Tell): Promise<LeaseEvent[]>;
    candidates(namespace: string, leaseName: string, tell?: Tell): Promise<Candidate[]>;
    /** gitVersion, such as v1.37.2. */
    version(): Promise<string | null>;
    kubeSystemUid(): Promise<string | null>;
    permissions(): Promise<Permissions>;
    /** In pages with a `wait` between them, which rejects when it is to end; so does this then. */
    legacyLocks(
      resource: LegacyResource,
      namespace: string | null,
      wait: (ms: number) => Promise<void>,
    ): Promise<LegacyLocksReading>;
    close(): void;
  };

export type LookupOptions = {
  cluster: Cluster;
  clock: { now(): number };
  timers: Timers;
  /** TENURE_NAMESPACES; empty for the whole cluster. */
  namespaces: readonly string[];
};

const EVENTS_READ = 200;
/** The newest that there is; the older one where it answers 404 (field guide §1). */
const CANDIDATE_APIS = ['/apis/coordination.k8s.io/v1beta1', '/apis/coordination.k8s.io/v1alpha2'] as const;

export function createLookup(options: LookupOptions): Lookup {
  const reader = createReader(options);
  async function read(path: string, tell: Tell | undefined): Promise<unknown> {
    const answer = await reader.read(path);
    if (answer.type === 'body') return answer.body;
    if (answer.failure.status !== 404) tell?.(answer.failure.message, answer.failure.type);
    return null;
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
    ...createHolderLookup(reader, { everywhere: options.namespaces.length === 0 }),
    ...createOwnerLookup(reader),
    legacyLocks: (resource, namespace, wait) => readLegacyLocks(reader, resource, namespace, wait),
    async lease(namespace, name, tell) {
      const body = await read(leasePath(namespace, name), tell);
      return isRaw(body) ? body : null;
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
