/** Every address of the server that the browser asks for is made here, so that a base path has one home. */
const BASE_PATH = '';

/** `path` begins with a slash: `apiUrl('/api/v1/status')`. */
export function apiUrl(
  path: string,
  query: Record<string, string | number | readonly string[]> = {},
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `${BASE_PATH}${path}${text === '' ? '' : `?${text}`}`;
}

/** The page of one Lease. */
export function leaseHref(lease: { namespace: string; name: string }): string {
  return `/leases/${encodeURIComponent(lease.namespace)}/${encodeURIComponent(lease.name)}`;
}
