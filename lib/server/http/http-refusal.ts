/** What is refused before any of it is looked at closer: pure, for each request once. */
import { ApiError } from '../api/api-error.ts';
import { type Asker, isFollowedLink, isForeign } from './foreign-page.ts';
import type { Hosts } from './host-names.ts';
import { kindOf } from './page-policy.ts';

/** A search over everything has some hundreds; a cursor the same. */
const LONGEST_URL = 8 * 1024;
/** Twice what the longest body may have: that one is refused in its own words. */
const MOST_BODY_BYTES = 128 * 1024;

export type Asked = { method: string; url: string; header: Asker };

/** `hosts`: by which names Tenure is reached; null for any. */
export function refusalOf({ method, url, header }: Asked, hosts: Hosts | null): ApiError | null {
  const [path = '', query = ''] = url.split('?');
  const kind = kindOf(path);
  if (url.length > LONGEST_URL)
    return new ApiError('uri_too_long', `An address may have ${LONGEST_URL / 1024} kB at most.`);
  // Next takes it out of the address, and a call that knows no such parameter would not see it.
  if (new URLSearchParams(query).has('__proto__'))
    return new ApiError('invalid_parameter', '"__proto__" is no parameter of any call.', {
      parameter: '__proto__',
    });
  const host = hostName(header('host') ?? '');
  if (hosts !== null && !hosts(host))
    return new ApiError(
      'misdirected',
      `Tenure is not known as ${host.slice(0, 100)}, and a page of anybody could have its own name lead here: set TENURE_PUBLIC_URL to the address by which it is reached, or have TENURE_NAMES hold this name.`,
    );
  if (isForeign(header) && !isFollowedLink(method, header))
    return new ApiError('forbidden', 'This was asked by a page of another origin; only Tenure’s own may.');
  if (Number(header('content-length') ?? 0) > MOST_BODY_BYTES)
    return new ApiError('payload_too_large', 'No call takes a body as long as this.');
  // Next would call it a mistake of the server; the page of a Lease says itself what is wrong with it.
  if (!path.startsWith('/leases/') && !isEncoded(path))
    return new ApiError('invalid_parameter', 'The path is no valid encoding: write % as %25.');
  // Next takes a POST to a page for a call of a server action. There is none, and nothing is to look for one.
  if (kind !== 'data' && method !== 'GET' && method !== 'HEAD')
    return new ApiError('method_not_allowed', `${method} is not a method of a page; it has GET, HEAD.`, {
      headers: { Allow: 'GET, HEAD' },
    });
  return null;
}

function isEncoded(path: string): boolean {
  try {
    // What is made is looked at: a call that nobody needs is left out of the build.
    return decodeURIComponent(path) !== '';
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}
