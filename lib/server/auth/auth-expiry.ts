/** How long somebody is let in: a session lasts a working day, or as long as the token itself, whichever ends first. */

export const LONGEST_SESSION_MS = 8 * 3_600_000;

/** A stream of whom a proxy named lasts so long: only with each request does the proxy say that they still may. */
export const NAMED_LASTS = { leastMs: 4 * 60_000, spreadMs: 2 * 60_000 };

/** `now` and the answer: epoch ms. `random`: from 0 to below 1, so that those who came together do not come back together. */
export function namedEnd(now: number, random: number): number {
  return now + NAMED_LASTS.leastMs + NAMED_LASTS.spreadMs * random;
}

/** `now` and the answer: epoch ms. What a token says of its own end only ever shortens a session. */
export function sessionEnd(token: string, now: number): number {
  return Math.min(now + LONGEST_SESSION_MS, tokenEnd(token) ?? Number.POSITIVE_INFINITY);
}

/** `exp` of a JSON web token (RFC 7519, 4.1.4), epoch ms; null for a token of another kind. */
function tokenEnd(token: string): number | null {
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return null;
    return typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp * 1000 : null;
  } catch (error) {
    // Three parts with dots between that are no JSON: an opaque token may look so.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
