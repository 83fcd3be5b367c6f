/** What the API serves, and how a path names it. */

import type { ResourceName } from '../status.ts';
import type { PlainKind } from '../store.ts';

export type Resource = ResourceName & {
  /** `v1` or `coordination.k8s.io/v1`. */
  groupVersion: string;
  kind: string;
  singular: string;
  namespaced: boolean;
  table: 'leases' | PlainKind;
  verbs: readonly string[];
};

const READ = ['get', 'list', 'watch'];

function resource(
  groupVersion: string,
  table: Resource['table'],
  kind: string,
  namespaced: boolean,
  verbs = READ,
): Resource {
  const group = groupVersion.includes('/') ? groupVersion.slice(0, groupVersion.indexOf('/')) : '';
  return {
    groupVersion,
    group,
    resource: table,
    kind,
    singular: kind.toLowerCase(),
    namespaced,
    table,
    verbs,
  };
}

export const RESOURCES: readonly Resource[] = [
  resource('coordination.k8s.io/v1', 'leases', 'Lease', true, [
    'create',
    'delete',
    'get',
    'list',
    'patch',
    'update',
    'watch',
  ]),
  resource('coordination.k8s.io/v1beta1', 'leasecandidates', 'LeaseCandidate', true),
  resource('v1', 'configmaps', 'ConfigMap', true, ['create', ...READ]),
  resource('v1', 'endpoints', 'Endpoints', true, ['create', ...READ]),
  resource('v1', 'events', 'Event', true, ['create', ...READ]),
  resource('v1', 'namespaces', 'Namespace', false, ['create', ...READ]),
  resource('v1', 'nodes', 'Node', false, ['create', ...READ]),
  resource('v1', 'pods', 'Pod', true, ['create', ...READ]),
];

export type Target = { resource: Resource; namespace: string; name: string | null };

/** `/api/v1/…` or `/apis/GROUP/VERSION/…`; null when it names nothing that is served. */
export function parseTarget(path: string): Target | null {
  const parts = path.split('/').slice(1).map(decodeURIComponent);
  const groupVersion =
    parts[0] === 'api' ? parts[1] : parts[0] === 'apis' ? `${parts[1]}/${parts[2]}` : undefined;
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
  const [plural, name, ...more] = inNamespace ? rest.slice(2) : rest;
  const found = RESOURCES.find(
    (candidate) => candidate.groupVersion === groupVersion && candidate.resource === plural,
  );
  if (found === undefined || more.length > 0 || (inNamespace && !found.namespaced)) return null;
  if (found.namespaced && !inNamespace && name !== undefined) return null;
  return { resource: found, namespace: inNamespace ? (rest[1] ?? '') : '', name: name ?? null };
}
