/** Where to go after signing in: a page of Tenure's own and nothing else, whatever an address says. */

const LONGEST = 2000;
const NOWHERE = 'http://tenure.invalid';

/** A path with its query; `/` for whatever leads elsewhere, is no page, or is the page to sign in at itself. */
export function ownPage(text: string | null): string {
  if (text === null || text.length > LONGEST || !/^\/(?![/\\])[!-~]*$/.test(text) || text.includes('\\'))
    return '/';
  if (!URL.canParse(text, NOWHERE)) return '/';
  const { origin, pathname, searchParams, hash } = new URL(text, NOWHERE);
  // Dots may have led to a path that begins with two slashes, which is another host.
  if (origin !== NOWHERE || pathname.startsWith('//') || /^\/(api|sign-in|_next)(\/|$)/.test(pathname))
    return '/';
  // Next's own, of a part of a page that it asked for.
  searchParams.delete('_rsc');
  const query = searchParams.toString();
  return `${pathname}${query === '' ? '' : `?${query}`}${hash}`;
}
