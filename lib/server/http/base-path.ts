/**
 * The path under which Tenure lives where it has no host of its own: what it may be, and where in Tenure, and where for
 * Next, an address lies. Pure.
 */

/** Stands in what is built for the path, which is known at start only (`scripts/marked-files.ts`). */
export const MARK = '/__tenure_base_path__';

export type BasePath = {
  /** Begins with a slash and does not end with one; empty at the root of the host. */
  path: string;
  /** The proxy takes the path off before it asks. */
  stripped: boolean;
};

const LONGEST = 200;
const EXAMPLE = 'such as /tenure';

/** What is wrong with it, to go on with after its value; null when nothing is. A slash at its end is mended. */
export function basePathMistake(text: string): string | null {
  if (!text.startsWith('/')) return `does not begin with a slash; give the path alone, ${EXAMPLE}`;
  if (text.length > LONGEST) return `is too long; give a path of at most ${LONGEST} characters, ${EXAMPLE}`;
  if (/[?#]/.test(text)) return `has a query or a fragment; give the path alone, ${EXAMPLE}`;
  if (!/^[A-Za-z0-9._~/-]*$/.test(text))
    return `has characters that an address would have to encode; give letters, digits, "-", ".", "_" and "~" between the slashes, ${EXAMPLE}`;
  if (text.includes('//')) return `has two slashes in a row; give one between two parts, ${EXAMPLE}`;
  if (text.split('/').some((part) => /^\.+$/.test(part)))
    return `has a part of nothing but dots; give the path as a browser shows it, ${EXAMPLE}`;
  return null;
}

/** Of what has no mistake. */
export function basePathOf(text: string): string {
  return text.replace(/\/$/, '');
}

/** The address of a request within Tenure, as if that were at the root, and as Next knows it; each with its query. */
export type Place = { inner: string; whole: string };

/** Asked by who knows the process and no proxy. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** `whole`: the address as Next knows it. */
export function isProbe(whole: string, { path: base }: BasePath): boolean {
  return PROBES.has(whole.split('?')[0]?.slice(base.length) ?? '');
}

/** Null for what lies outside of Tenure. */
export function placeOf(url: string, { path: base, stripped }: BasePath): Place | null {
  if (base === '') return { inner: url, whole: url };
  const [path = ''] = url.split(/[?#]/);
  const query = url.slice(path.length);
  if (!path.startsWith('/') || leadsUp(path)) return null;
  const isInner = stripped || PROBES.has(path);
  if (!isInner && path !== base && !path.startsWith(`${base}/`)) return null;
  const inner = isInner ? path : path.slice(base.length) || '/';
  // Next knows its first page without a slash, and would lead there from the other one.
  return { inner: inner + query, whole: (inner === '/' ? base : base + inner) + query };
}

/** By parts that mean the folder itself or the one above, also encoded: what follows them would lie elsewhere. */
function leadsUp(path: string): boolean {
  return path.split(/[/\\]/).some((part) => /^(\.|%2e){1,2}$/i.test(part));
}
