/** Namespaces and Leases for the contract. */
import { type Answer, type Client, type Json, textAt } from './client.ts';

export const LEASES = '/apis/coordination.k8s.io/v1/leases';
export const inNamespace = (namespace: string, name = '') =>
  `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases${name === '' ? '' : `/${name}`}`;

let count = 0;

/** A new namespace for each test: no test sees another's Leases. */
export async function createNamespace(client: Client): Promise<string> {
  const name = `contract-${++count}`;
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  const { status, text } = await client.ask('POST', '/api/v1/namespaces', { body });
  if (status !== 201) throw new Error(`creating namespace ${name} answered ${status}: ${text}`);
  return name;
}

export const SPEC = {
  holderIdentity: 'pod-a_1',
  leaseDurationSeconds: 15,
  acquireTime: '2026-03-18T03:14:07.123456Z',
  renewTime: '2026-03-18T03:14:09.000001Z',
  leaseTransitions: 3,
};

export function lease(name: string, spec: Json = SPEC, metadata: Json = {}): Json {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, ...metadata }, spec };
}

export async function create(
  client: Client,
  namespace: string,
  name: string,
  spec: Json = SPEC,
): Promise<Json> {
  const { status, json, text } = await client.ask('POST', inNamespace(namespace), {
    body: lease(name, spec),
  });
  if (status !== 201) throw new Error(`creating Lease ${name} answered ${status}: ${text}`);
  return json;
}

/** A PUT of the object with another spec, as an elector does it. */
export function put(client: Client, seen: Json, spec: Json, userAgent?: string): Promise<Answer> {
  const path = inNamespace(textAt(seen, 'metadata', 'namespace'), textAt(seen, 'metadata', 'name'));
  return client.ask('PUT', path, {
    body: { ...seen, spec },
    ...(userAgent === undefined ? {} : { userAgent }),
  });
}
