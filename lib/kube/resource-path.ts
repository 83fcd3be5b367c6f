/** Addresses within the API. Names go into a path only encoded: they come from objects others wrote. */
const COORDINATION = '/apis/coordination.k8s.io/v1';

/** The collection of Leases of one namespace, or of the whole cluster (null). */
export function leasesPath(namespace: string | null): string {
  return namespace === null
    ? `${COORDINATION}/leases`
    : `${COORDINATION}/namespaces/${encodeURIComponent(namespace)}/leases`;
}

export function leasePath(namespace: string, name: string): string {
  return `${leasesPath(namespace)}/${encodeURIComponent(name)}`;
}

export function query(parameters: Record<string, string | number | boolean>): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
