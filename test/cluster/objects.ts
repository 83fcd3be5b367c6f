/** What the tests write to the real API server by hand. */
import type { ControlPlane } from './envtest.ts';

const LEASES = '/apis/coordination.k8s.io/v1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** MicroTime: six digits and Z. */
const microTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

/** Asks as administrator; throws on anything but 2xx, with the server's own words. */
export async function ask(
  plane: ControlPlane,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await plane.request(method, path, body);
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export async function createNamespace(plane: ControlPlane, name: string): Promise<void> {
  await ask(plane, 'POST', '/api/v1/namespaces', { metadata: { name } });
}

export type HeldLease = {
  namespace: string;
  name: string;
  holder: string;
  transitions: number;
  durationSeconds?: number;
};

function spec(lease: HeldLease): Record<string, unknown> {
  const now = microTime(Date.now());
  return {
    holderIdentity: lease.holder,
    leaseDurationSeconds: lease.durationSeconds ?? 15,
    acquireTime: now,
    renewTime: now,
    leaseTransitions: lease.transitions,
  };
}

export async function createLease(plane: ControlPlane, lease: HeldLease): Promise<void> {
  await ask(plane, 'POST', `${LEASES}/namespaces/${lease.namespace}/leases`, {
    metadata: { name: lease.name },
    spec: spec(lease),
  });
}

/** A write over whatever is there: a renewal by the same holder, or a takeover by another. */
export async function writeLease(plane: ControlPlane, lease: HeldLease): Promise<void> {
  const path = `${LEASES}/namespaces/${lease.namespace}/leases/${lease.name}`;
  const current = (await ask(plane, 'GET', path)) as { metadata: unknown };
  await ask(plane, 'PUT', path, { metadata: current.metadata, spec: spec(lease) });
}

export async function deleteLease(plane: ControlPlane, namespace: string, name: string): Promise<void> {
  await ask(plane, 'DELETE', `${LEASES}/namespaces/${namespace}/leases/${name}`);
}

const READ_LEASES = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'list', 'watch'] },
];
const VIEWER = [{ kind: 'User', name: 'viewer', apiGroup: 'rbac.authorization.k8s.io' }];

export async function grantCluster(plane: ControlPlane, name: string): Promise<void> {
  await ask(plane, 'POST', `${RBAC}/clusterroles`, { metadata: { name }, rules: READ_LEASES });
  await ask(plane, 'POST', `${RBAC}/clusterrolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: VIEWER,
  });
}

export async function revokeCluster(plane: ControlPlane, name: string): Promise<void> {
  await ask(plane, 'DELETE', `${RBAC}/clusterrolebindings/${name}`);
  await ask(plane, 'DELETE', `${RBAC}/clusterroles/${name}`);
}

export async function grantNamespace(plane: ControlPlane, namespace: string, name: string): Promise<void> {
  await ask(plane, 'POST', `${RBAC}/namespaces/${namespace}/roles`, {
    metadata: { name },
    rules: READ_LEASES,
  });
  await ask(plane, 'POST', `${RBAC}/namespaces/${namespace}/rolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: VIEWER,
  });
}

/** A ServiceAccount in `people` who may list Leases in these namespaces; null for all. */
export async function grantPerson(
  plane: ControlPlane,
  name: string,
  namespaces: readonly string[] | null,
): Promise<void> {
  await ask(plane, 'POST', '/api/v1/namespaces/people/serviceaccounts', { metadata: { name } });
  const role = `reads-leases-${name}`;
  const rules = [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list'] }];
  await ask(plane, 'POST', `${RBAC}/clusterroles`, { metadata: { name: role }, rules });
  const binding = {
    metadata: { name: role },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', namespace: 'people', name }],
  };
  if (namespaces === null) await ask(plane, 'POST', `${RBAC}/clusterrolebindings`, binding);
  for (const namespace of namespaces ?? [])
    await ask(plane, 'POST', `${RBAC}/namespaces/${namespace}/rolebindings`, binding);
}

/** By TokenRequest, for the API server itself. */
export async function personToken(plane: ControlPlane, name: string): Promise<string> {
  const path = `/api/v1/namespaces/people/serviceaccounts/${name}/token`;
  const made = await ask(plane, 'POST', path, { spec: { expirationSeconds: 3600 } });
  return (made as { status: { token: string } }).status.token;
}
