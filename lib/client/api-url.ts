/**
 * Every address of the server that the browser asks for is made here, so that the path under which Tenure lives has one
 * home; Next's links and router put it in front by themselves. The build puts a mark in its place (`next.config.js`), so
 * that nothing may be concluded here from what it is, or whether there is one.
 */
const BASE_PATH = process.env.TENURE_BASE_PATH ?? '';

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

/** The page of one Lease at a moment (epoch ms), of what is kept of another cluster where one is named. */
export function momentHref(
  lease: { namespace: string; name: string },
  at: number,
  cluster: string | null,
): string {
  return `${leaseHref(lease)}?${new URLSearchParams({ at: String(Math.round(at)), ...ofCluster(cluster) })}`;
}

/** The path of a page for what is no link of Next's, as the browser shows it. */
export function pagePath(href: string): string {
  return `${BASE_PATH}${href}`;
}

/** The path that cookies are kept for: Tenure's own, without a slash at its end, which is the root's alone. */
export function cookiePath(): string {
  return pagePath('/').replace(/(?<=.)\/$/, '');
}

/** The part of a question that asks for another cluster's history; null for the one that is watched. */
export function ofCluster(id: string | null): Record<string, string> {
  return id === null ? {} : { cluster: id };
}
