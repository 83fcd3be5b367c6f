/** How long a session lasts: a working day, or the token itself, whichever ends first. */

export const LONGEST_SESSION_MS = 8 * 3_600_000;

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
