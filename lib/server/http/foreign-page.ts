/**
 * Whether a page of another origin made a browser ask (resource isolation, web.dev "fetch-metadata"). A browser says
 * so by itself, by Sec-Fetch-Site, or an older one by Origin; what is no browser sends neither.
 */
export type Asker = (header: string) => string | null;

export function isForeign(asker: Asker): boolean {
  const site = asker('sec-fetch-site');
  return site === null ? !isOwnOrigin(asker) : site !== 'same-origin' && site !== 'none';
}

export function isBrowser(asker: Asker): boolean {
  return asker('sec-fetch-site') !== null || asker('origin') !== null;
}

/** A link that somebody follows: the page that has it learns nothing of what is answered. */
export function isFollowedLink(method: string, asker: Asker): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    asker('sec-fetch-mode') === 'navigate' &&
    asker('sec-fetch-dest') === 'document'
  );
}

function isOwnOrigin(asker: Asker): boolean {
  const origin = asker('origin');
  if (origin === null) return true;
  const own = [asker('host'), asker('x-forwarded-host')];
  return URL.canParse(origin) && own.includes(new URL(origin).host);
}
